import { createUrls, isDocument, isEvicted, type Manifest, type Plan } from '@cdn-purge/core'
import type { ResolvedOptions } from './options.ts'
import type { Check } from './verify.ts'

/**
 * Chooses the URLs that are looked at after a purge: purged documents, other purged URLs, and stable ones that were kept,
 * so many of each as `verify` says, spread evenly where there are more.
 */
export function chooseChecks(
  plan: Plan,
  manifest: Manifest,
  counts: ResolvedOptions['verify'],
): Check[] {
  const everything = new Set([...manifest.assets.keys(), ...plan.changes.map(({ path }) => path)])
  const urlsOf = createUrls(plan.site, (path) => everything.has(path))
  const checksOf = (path: string) => urlsOf(path).map((url) => ({ url, path }))
  const stable = [...manifest.assets.values()]
    .filter(({ fingerprinted }) => !fingerprinted)
    .map(({ path }) => path)
  const isWide = plan.requests.some(({ by }) => by !== 'files')
  const changed = plan.changes.filter(isEvicted).map(({ path }) => path)
  const purged = isWide ? [...new Set([...changed, ...stable])] : changed
  const gone = new Set([...purged, ...plan.changes.map(({ path }) => path)])
  const kept = stable.filter((path) => !gone.has(path))
  return [
    ...spread(purged.filter(isDocument).flatMap(checksOf), counts.documents),
    ...spread(purged.filter((path) => !isDocument(path)).flatMap(checksOf), counts.others),
    // One URL a path: each spelling is a request, and a build that nobody recorded shows in any of them.
    ...spread(
      kept.flatMap((path) => checksOf(path).slice(0, 1)),
      counts.kept,
    ),
  ]
}

function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items]
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor((index * items.length) / count)],
  ).filter((item) => item !== undefined)
}
