import type { Change } from '../changes/diff.ts'
import type { Note } from '../note.ts'
import type { Plan, PlanAbout, PlanRequest, PlanStats } from './plan-format.ts'
import type { ChosenKey } from '../planner/key-choice.ts'
import { choosePurge, type PurgeChoice } from '../planner/choose-purge.ts'
import type { Demand } from '../planner/demand.ts'
import type { KeptAsset } from '../planner/kept.ts'
import { secondsFor, type RateLimits } from '../planner/rate-limits.ts'
import { pathsPurgedAlone } from '../planner/purged-alone.ts'
import { toRequests } from '../planner/requests.ts'
import { findTargets, type Target } from '../planner/targets.ts'
import { createCopies, type Variants } from '../planner/variants.ts'
import { createZoneOf } from '../planner/zone-of.ts'
import { describeChanges, describeChoice } from './plan-notes.ts'
import type { Limits } from '../purger.ts'
import type { Site } from '../site/site.ts'
import { createSharedNames } from '../site/shared-names.ts'
import { siteRoots } from '../site/site-roots.ts'
import { isEvicted } from '../changes/treatment.ts'
import { createUrls } from '../site/urls.ts'

export interface PlanOptions {
  readonly limits: Limits
  readonly about?: PlanAbout
  /** Every path of the new build and of the baseline: tells a precompressed sibling from a download. */
  readonly isPath?: (path: string) => boolean
  /** Files of rules whose differences are among the changes. */
  readonly rulesRead?: readonly string[]
  /** Covers these sites whole, whatever changed, and says why. */
  readonly wholeSite?: { readonly sites: readonly Site[]; readonly reason: string }
  /** URLs that must go whatever changed: what an earlier run still owes. */
  readonly owed?: readonly string[]
  readonly notes?: readonly Note[]
  /** What is right as it is at the edge; left out, nothing is known of what a wide key touches. Read once, and only if it matters. */
  readonly kept?: Iterable<KeptAsset>
  /** Left out, nothing is known of the rate, and everything ends in time. */
  readonly rates?: RateLimits
  /**
   * In what time the purge is to end: wider keys are taken for it where exact URLs do not reach, and prefixes that touch nothing unchanged
   * where they do.
   *
   * @default 60_000
   */
  readonly deadlineMs?: number
  /**
   * What marking an unchanged copy stale costs: one conditional request, in bytes.
   *
   * @default 500
   */
  readonly collateralBytes?: number
  readonly variants?: Variants
  /** Tags that the copies of a path carry at the edge. */
  readonly tags?: (path: string) => readonly string[]
  /** True where the origin's validators follow the content, so that a key that touches unchanged copies only marks them stale. */
  readonly trustValidators?: boolean
}

const DEFAULT_DEADLINE_MS = 60_000
const DEFAULT_COLLATERAL_BYTES = 500

/** Decides what is purged for these changes. Equal input gives an equal plan, to the byte. */
export function plan(changes: readonly Change[], site: Site, options: PlanOptions): Plan {
  const { limits, about = {}, isPath = () => false, wholeSite, variants, rates } = options
  const { deadlineMs = DEFAULT_DEADLINE_MS, rulesRead = [] } = options
  const urlsOf = createUrls(site, isPath)
  const nameLength = createSharedNames(site)
  const targets = findTargets({ changes, urlsOf, nameLength, owed: options.owed ?? [] })
  const fallback = changes.find(({ path }) => path === site.fallback)?.path
  const redirects = changes.filter(({ below }) => below !== undefined)
  const isByKey = (target: Target) =>
    !limits.acceptsUrls || (variants !== undefined && hasQueries(target, variants))
  const choice = choosePurge({
    targets: targets.list,
    urlsOf: targets.urlsOf,
    demands: [
      ...(wholeSite ? wholeSiteDemands(wholeSite.sites) : []),
      ...(fallback === undefined || wholeSite ? [] : fallbackDemands(site, fallback)),
      ...(wholeSite ? [] : redirectDemands(redirects)),
      ...(limits.acceptsUrls && !variants ? [] : keyDemands(targets.list, isByKey, variants)),
    ],
    isByKey,
    copiesOf: createCopies(site, variants),
    kept: options.kept && {
      kept: options.kept,
      urlsOf,
      isTarget: targets.has,
      conditionalBytes: options.collateralBytes ?? DEFAULT_COLLATERAL_BYTES,
    },
    limits,
    rates,
    deadlineMs,
    trustValidators: options.trustValidators ?? false,
    tagsOf: options.tags,
  })
  const requests = toRequests(choice, {
    limits,
    zoneOf: createZoneOf(about.zone),
    reasonOf: (key) => reasonFor(key, { wholeSite: wholeSite?.reason, fallback, redirects }),
  })
  const stays = ({ path }: Change) => !urlsOf(path).some((url) => choice.touches(url, path))
  const isCachedByQuery = choice.keys.some(({ cause }) => cause === 'query')
  const aloneOnly = isCachedByQuery
    ? pathsPurgedAlone(changes, [...choice.assets, ...choice.documents], urlsOf)
    : []
  const stats = statsOf(changes, requests, { choice, rates, stays })
  const notes = [
    ...(options.notes ?? []),
    ...describeChanges(changes, { notServed: targets.notServed, kept: stats.kept, rulesRead }),
    ...describeChoice({ choice, requests, stats, limits, deadlineMs, fallback, aloneOnly }),
  ]
  return { version: 1, site, ...about, changes, requests, notes, stats }
}

function hasQueries({ path }: Target, { hasQueries: has }: Variants): boolean {
  return path !== undefined && has(path)
}

/** A key at a root or wider reaches whatever lies below it. */
function rootDemand(url: string, path: string | undefined, cause: Demand['cause']): Demand {
  const mustPurge = cause === 'whole-site' || cause === 'redirect'
  const target = { url, path, countUrls: 1, isDocument: true, mustPurge, isNarrow: false }
  return { target, cause }
}

function wholeSiteDemands(sites: readonly Site[]): Demand[] {
  return sites.flatMap(siteRoots).map((url) => rootDemand(url, undefined, 'whole-site'))
}

function fallbackDemands(site: Site, fallback: string): Demand[] {
  const origins = site.origins.filter(({ documents }) => documents)
  return siteRoots({ ...site, origins }).map((url) => rootDemand(url, fallback, 'fallback'))
}

/** Below the source of a wildcard any path may be cached. */
function redirectDemands(redirects: readonly Change[]): Demand[] {
  return redirects.flatMap(({ below = [] }) =>
    below.map((url) => rootDemand(url, undefined, 'redirect')),
  )
}

function keyDemands(
  targets: readonly Target[],
  isByKey: (target: Target) => boolean,
  variants: Variants | undefined,
): Demand[] {
  const demands: Demand[] = []
  for (const target of targets) {
    if (!isByKey(target)) continue
    const cause = variants && hasQueries(target, variants) ? 'query' : 'refused'
    demands.push({ target, cause })
  }
  return demands
}

function reasonFor(
  { cause, key }: ChosenKey,
  about: {
    readonly wholeSite: string | undefined
    readonly fallback: string | undefined
    readonly redirects: readonly Change[]
  },
): string {
  switch (cause) {
    case 'whole-site':
      return about.wholeSite ?? ''
    case 'fallback':
      return `"${about.fallback}" changed, and answers for unknown paths`
    case 'redirect':
      return `${reasonOfRedirects(key, about.redirects)}; any path there may be cached`
    case 'query':
      return 'cached once per query string (`variants.query`)'
    case 'refused':
      return 'the environment refuses exact URLs'
    case 'whole-folder':
      return 'everything below changed, and exact URLs would take too long'
    default: {
      const never: never = cause
      return never
    }
  }
}

/** Gives the reason of the first redirect that a key is for, and how many there are. */
function reasonOfRedirects(key: string, redirects: readonly Change[]): string {
  const isReached = (url: string) => {
    const { hostname, pathname } = new URL(url)
    return `${hostname}${pathname}`.startsWith(key)
  }
  const some = redirects.filter(({ below = [] }) => below.some(isReached))
  const more = some.length > 1 ? ` and ${some.length - 1} more` : ''
  return (some[0]?.reason ?? 'redirects changed') + more
}

function statsOf(
  changes: readonly Change[],
  requests: readonly PlanRequest[],
  {
    choice,
    rates,
    stays,
  }: {
    readonly choice: PurgeChoice
    readonly rates: RateLimits | undefined
    readonly stays: (removed: Change) => boolean
  },
): PlanStats {
  const count = { added: 0, changed: 0, removed: 0, kept: 0, headers: 0, redirect: 0 }
  for (const change of changes) {
    count[change.kind]++
    if (!isEvicted(change) && stays(change)) count.kept++
  }
  const files = requests.filter(({ by }) => by === 'files')
  const spending = { keyRequests: requests.length - files.length, urls: countTargets(files) }
  const { headers, redirect, ...counts } = count
  return {
    ...counts,
    ...(headers > 0 && { headers }),
    ...(redirect > 0 && { redirect }),
    targets: countTargets(requests),
    requests: requests.length,
    seconds: rates ? secondsFor(spending, rates) : 0,
    purgedUnchangedUrls: choice.purged.urls,
    purgedUnchangedBytes: choice.purged.bytes,
    invalidatedUnchangedUrls: choice.invalidated.urls,
    invalidatedUnchangedBytes: choice.invalidated.bytes,
  }
}

function countTargets(requests: readonly PlanRequest[]): number {
  return requests.reduce((sum, { targets }) => sum + targets.length, 0)
}
