import { isDocument } from '@cdn-purge/core'
import type { Verdict } from './verdict.ts'

/** Names the likely causes of what stayed stale, the most likely first, at most three. */
export function staleCauses(stale: readonly Verdict[]): string[] {
  const causes = [
    {
      text: 'the origin itself still answers with an older build, so the deploy has not reached all of it',
      fits: stale.some(({ origin }) => origin === 'older-build'),
    },
    {
      text: 'a purge that was accepted has not reached this data centre yet',
      fits: stale.length > 0 && stale.every(({ origin }) => origin !== 'older-build'),
    },
    {
      text: 'the cache key of these URLs is another one: Automatic Platform Optimization, or a Cache Rule with headers, cookies or device types in the key',
      fits: stale.some(({ origin }) => origin !== 'older-build'),
    },
    {
      text: 'pages of another origin ask for these files, and `Origin` is in the cache key',
      fits: stale.some(({ path }) => !isDocument(path)),
    },
    {
      text: 'a Worker caches them under keys of its own, which no purge by URL reaches',
      fits: true,
    },
    { text: 'a Cache Rule applies to the method GET only, and so not to the purge', fits: true },
  ]
  return causes.flatMap(({ text, fits }) => (fits ? [text] : [])).slice(0, 3)
}
