import type { Plan } from '@cdn-purge/core'
import { countOf } from './count-of.ts'

/** Says why a plan purges more than the changed URLs where the environment refuses them, undefined where it does not. */
export function widerThanChanges({ notes, stats }: Plan): string | undefined {
  if (!notes.some(({ code }) => code === 'url-refused')) return undefined
  const along = [
    ...(stats.purgedUnchangedUrls > 0
      ? [`${countOf(stats.purgedUnchangedUrls, 'unchanged URL')} may have been purged along`]
      : []),
    ...(stats.invalidatedUnchangedUrls > 0
      ? [`${countOf(stats.invalidatedUnchangedUrls, 'unchanged URL')} may have been marked stale`]
      : []),
  ]
  const cost = along.length > 0 ? `: ${along.join(', ')}` : ''
  return `The purge was wider than the changed URLs because the environment refuses exact URLs (code 1136)${cost}.`
}
