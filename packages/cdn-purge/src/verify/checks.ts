import {
  createUrls,
  isDocument,
  isEvicted,
  type Change,
  type Manifest,
  type Owed,
  type Plan,
  type Site,
} from '@cdn-purge/core'
import type { ResolvedOptions } from '../options/options.ts'
import type { Check } from './verdict.ts'

type Counts = ResolvedOptions['verify']

export interface Checking {
  readonly counts: Counts
  readonly debts?: readonly Owed[]
}

/**
 * Chooses the URLs that are looked at after a purge: purged documents, other purged URLs, and stable ones that were kept,
 * so many of each as `verify` says, spread evenly where there are more. What was owed counts among the other purged ones.
 */
export function chooseChecks(
  plan: Plan,
  manifest: Manifest,
  { counts, debts = [] }: Checking,
): Check[] {
  const everything = new Set([...manifest.assets.keys(), ...plan.changes.map(({ path }) => path)])
  const urlsAt = checksAt(plan.site, everything)
  const byPath = new Map(plan.changes.map((change) => [change.path, change]))
  const checksOf = (kept: boolean) => (path: string) => {
    const change = byPath.get(path)
    return change && !kept ? checksOfChange(change, urlsAt(false)) : urlsAt(kept)(path)
  }
  const isLate = (path: string) => byPath.get(path)?.kind === 'redirect' || isDocument(path)
  const stable = stablePaths(manifest)
  const isWide = plan.requests.some(({ by }) => by !== 'files')
  const changed = plan.changes.filter(isEvicted).map(({ path }) => path)
  // Of a purge of all there is, names that carry a hash are as good a sample as any other.
  const isWholeSite = plan.notes.some(({ code }) => code === 'whole-site' || code === 'everything')
  const touched = isWholeSite ? [...stable, ...manifest.assets.keys()] : stable
  const purged = isWide ? [...new Set([...changed, ...touched])] : changed
  const gone = new Set([...purged, ...plan.changes.map(({ path }) => path)])
  const documents = purged.filter(isLate).flatMap(checksOf(false))
  const others = purged.filter((path) => !isLate(path)).flatMap(checksOf(false))
  const looked = new Set([...documents, ...others].map(({ url }) => url))
  const owed = debts.length > 0 ? owedChecks(debts, [...everything].flatMap(checksOf(false))) : []
  return [
    ...spread(documents, counts.documents),
    ...spread([...others, ...owed.filter(({ url }) => !looked.has(url))], counts.others),
    // One URL a path: each spelling is a request, and a build that nobody recorded shows in any of them.
    ...spread(
      stable.filter((path) => !gone.has(path)).flatMap((path) => checksOf(true)(path).slice(0, 1)),
      counts.kept,
    ),
  ]
}

/** Gives a check of each owed URL; one that no known path has is named after its own. */
function owedChecks(debts: readonly Owed[], known: readonly Check[]): Check[] {
  const urls = [...new Set(debts.flatMap((debt) => debt.urls))]
  const paths = new Map(known.map(({ url, path }) => [url, path]))
  return urls.map((url) => ({
    url,
    path: paths.get(url) ?? new URL(url).pathname.replace(/^\//, ''),
    kept: false,
  }))
}

/** Of what the host's rules change the URLs that it is about, each with what tells. */
function checksOfChange(
  { kind, path, urls, headers }: Change,
  checksOf: (path: string) => readonly Check[],
): Check[] {
  const checks = urls?.map((url) => ({ url, path, kept: false })) ?? checksOf(path)
  return checks.map((check) => ({
    ...check,
    ...(kind === 'redirect' && { redirect: true as const }),
    ...(kind === 'headers' && headers && { headers }),
  }))
}

/** Chooses the URLs of a whole site, where no purge went before: documents, and so many others as `verify` says. */
export function chooseSiteChecks(site: Site, manifest: Manifest, counts: Counts): Check[] {
  const paths = [...manifest.assets.keys()]
  const checksOf = checksAt(site, new Set(paths))(false)
  return [
    ...spread(paths.filter(isDocument).flatMap(checksOf), counts.documents),
    ...spread(paths.filter((path) => !isDocument(path)).flatMap(checksOf), counts.others),
  ]
}

function checksAt(
  site: Site,
  everything: ReadonlySet<string>,
): (kept: boolean) => (path: string) => Check[] {
  const urlsOf = createUrls(site, (path) => everything.has(path))
  return (kept) => (path) => urlsOf(path).map((url) => ({ url, path, kept }))
}

function stablePaths({ assets }: Manifest): string[] {
  return [...assets.values()].filter(({ fingerprinted }) => !fingerprinted).map(({ path }) => path)
}

function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items]
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor((index * items.length) / count)],
  ).filter((item) => item !== undefined)
}
