import type { Change } from './diff.ts'
import type { Note } from './note.ts'
import { coverWidely, type WideKey } from './prefixes.ts'
import type { Limits, PurgeAction, PurgeBatch } from './purger.ts'
import type { Site } from './site.ts'
import { siteRoots } from './site-roots.ts'
import { isEvicted } from './treatment.ts'
import { createUrls, isDocument } from './urls.ts'

/** One request of a plan, small enough to be sent as it is. */
export type PlanRequest = PurgeBatch & { readonly action: PurgeAction; readonly reason: string }

/** Counts over a whole plan. */
export interface PlanStats {
  readonly added: number
  readonly changed: number
  readonly removed: number
  /** Removed paths whose cached copies stay, as their names vouch for the bytes. */
  readonly kept: number
  /** URLs, prefixes, tags and hosts over all requests. */
  readonly targets: number
  readonly requests: number
}

/** Whom a plan is for. A mode that does not know a field leaves it out. */
export interface PlanAbout {
  readonly zone?: string
  /** Left out for production, which is purged through the zone. */
  readonly environment?: string
  /** See `buildId`. */
  readonly build?: string
  /** Ids of the deploys that the changes were found against. */
  readonly baseline?: readonly string[]
}

/** What would be purged, and why: complete, and sent exactly as it stands. */
export interface Plan extends PlanAbout {
  readonly version: 1
  readonly site: Site
  readonly changes: readonly Change[]
  readonly requests: readonly PlanRequest[]
  readonly notes: readonly Note[]
  readonly stats: PlanStats
}

export interface PlanOptions {
  readonly limits: Limits
  readonly about?: PlanAbout
  /** Every path of the new build and of the baseline: tells a precompressed sibling from a download. */
  readonly isPath?: (path: string) => boolean
  /** Covers these sites whole, whatever changed, and says why. */
  readonly wholeSite?: { readonly sites: readonly Site[]; readonly reason: string }
  /** URLs that must go whatever changed: what an earlier run still owes. */
  readonly owed?: readonly string[]
  readonly notes?: readonly Note[]
}

/** Decides what is purged for these changes. Equal input gives an equal plan, to the byte. */
export function plan(changes: readonly Change[], site: Site, options: PlanOptions): Plan {
  const { limits, about = {}, isPath = () => false, wholeSite } = options
  const targets = findTargets(changes, site, isPath, options.owed ?? [])
  const notes = [...(options.notes ?? []), ...describeChanges(changes, targets)]
  let requests: PlanRequest[]
  if (wholeSite) {
    const roots = wholeSite.sites.flatMap((each) => siteRoots(each))
    requests = wideRequests(coverWidely(roots), limits, wholeSite.reason)
  } else if (targets.fallback) {
    const reason = `"${targets.fallback}" answers for unknown paths, and any of them may be cached`
    const origins = site.origins.filter(({ documents }) => documents)
    const roots = siteRoots({ ...site, origins })
    requests = wideRequests(coverWidely([...roots, ...targets.urls]), limits, reason)
    notes.push({ code: 'fallback-changed', text: `The whole site is purged: ${reason}.` })
  } else if (limits.acceptsUrls) {
    requests = fileRequests(targets, limits)
  } else {
    const reason = 'the environment refuses exact URLs'
    requests = wideRequests(coverWidely(targets.urls), limits, reason)
    if (requests.length > 0) {
      const text =
        'The environment refuses purges by exact URL (code 1136), so prefixes and hosts are purged, with everything below them.'
      notes.push({ code: 'url-refused', text })
    }
  }
  const stats = statsOf(changes, requests)
  return { version: 1, site, ...about, changes, requests, notes, stats }
}

interface Targets {
  /** Assets first, documents last, so that no visitor gets a new page with an old asset in the middle of a purge. */
  readonly urls: readonly string[]
  readonly documents: number
  readonly notServed: readonly string[]
  /** The changed document that answers for unknown paths, if it changed. */
  readonly fallback: string | undefined
}

function findTargets(
  changes: readonly Change[],
  site: Site,
  isPath: (path: string) => boolean,
  owed: readonly string[],
): Targets {
  const urlsOf = createUrls(site, isPath)
  const assets = new Set<string>(owed)
  const documents = new Set<string>()
  const notServed: string[] = []
  for (const change of changes.filter(isEvicted)) {
    const urls = urlsOf(change.path)
    if (urls.length === 0) notServed.push(change.path)
    for (const url of urls) (isDocument(change.path) ? documents : assets).add(url)
  }
  const fallback = changes.find(({ path }) => path === site.fallback)?.path
  // A file without extension and a page can share a URL; the page is what must come last.
  const early = [...assets].filter((url) => !documents.has(url))
  return { urls: [...early, ...documents], documents: documents.size, notServed, fallback }
}

function fileRequests({ urls, documents }: Targets, limits: Limits): PlanRequest[] {
  const firstDocument = urls.length - documents
  return chunks(urls, limits.maxUrls).map((targets, index) => {
    const start = index * limits.maxUrls
    const assets = Math.max(0, Math.min(targets.length, firstDocument - start))
    const parts = [
      ...(assets > 0 ? [countOf(assets, 'asset URL')] : []),
      ...(targets.length > assets ? [countOf(targets.length - assets, 'document URL')] : []),
    ]
    return { action: 'purge', by: 'files', targets, reason: parts.join(', ') }
  })
}

function wideRequests(keys: readonly WideKey[], limits: Limits, reason: string): PlanRequest[] {
  return (['prefixes', 'hosts'] as const).flatMap((by) =>
    chunks(
      keys.filter((key) => key.by === by).map(({ key }) => key),
      limits.maxKeys,
    ).map((targets) => ({ action: 'purge', by, targets, reason }) as const),
  )
}

function describeChanges(changes: readonly Change[], { notServed }: Targets): Note[] {
  const notes: Note[] = []
  const reused = changes.filter(({ kind, fingerprinted }) => kind === 'changed' && fingerprinted)
  if (reused.length > 0) {
    const text = `${countOf(reused.length, 'fingerprinted name')} came back with other bytes, first "${reused[0]?.path}". They are purged, but a browser that was told \`immutable\` keeps the old bytes.`
    notes.push({ code: 'fingerprint-reused', text })
  }
  const kept = changes.filter((change) => !isEvicted(change))
  if (kept.length > 0) {
    const text = `${countOf(kept.length, 'removed file')} with a content hash in the name stay cached, for open tabs and old pages.`
    notes.push({ code: 'kept-fingerprinted', text })
  }
  if (notServed.length > 0) {
    const text = `${countOf(notServed.length, 'changed file')} are no URLs, first "${notServed[0]}": nothing to purge for them.`
    notes.push({ code: 'not-served', text })
  }
  return notes
}

function statsOf(changes: readonly Change[], requests: readonly PlanRequest[]): PlanStats {
  const of = (kind: Change['kind']) => changes.filter((change) => change.kind === kind).length
  return {
    added: of('added'),
    changed: of('changed'),
    removed: of('removed'),
    kept: changes.filter((change) => !isEvicted(change)).length,
    targets: requests.reduce((sum, { targets }) => sum + targets.length, 0),
    requests: requests.length,
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
