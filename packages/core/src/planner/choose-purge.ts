import type { FileTarget, Limits } from '../purger.ts'
import { chooseKeys } from './choose-keys.ts'
import type { ChosenKey, KeyChoice } from './key-choice.ts'
import type { Demand } from './demand.ts'
import type { Copies, KeptOptions } from './kept.ts'
import { secondsFor, type RateLimits } from './rate-limits.ts'
import type { Target } from './targets.ts'
import type { CopiesOf } from './variants.ts'
import { findWholeFolders } from './whole-folders.ts'

/** What is sent, and what it may touch beside its targets. */
export interface PurgeChoice {
  readonly assets: readonly FileTarget[]
  readonly documents: readonly FileTarget[]
  readonly keys: readonly ChosenKey[]
  readonly purged: Copies
  readonly invalidated: Copies
  /** True where wider keys were taken than the narrowest, to end in time. */
  readonly isWidened: boolean
  /** URLs of targets that only a key reaches, and that it marks stale. */
  readonly marked: readonly string[]
  /** Says that a key may reach a copy of this URL, which has this path and is no target. */
  touches(url: string, path: string): boolean
}

export interface PurgeInput {
  readonly targets: readonly Target[]
  readonly urlsOf: (target: Target) => readonly string[]
  /** What only keys reach: those of the targets that `isByKey` names, and roots of the site. */
  readonly demands: readonly Demand[]
  readonly isByKey: (target: Target) => boolean
  /** Undefined where each target is its URL alone. */
  readonly copiesOf: CopiesOf | undefined
  /** Undefined where nothing is known of what else may be cached. */
  readonly kept: KeptOptions | undefined
  readonly limits: Limits
  /** Undefined where nothing is known of the rate: then everything ends in time. */
  readonly rates: RateLimits | undefined
  readonly deadlineMs: number
  readonly trustValidators: boolean
  readonly tagsOf: ((path: string) => readonly string[]) | undefined
}

/** Chooses exact URLs where they reach and end in time, keys where not, with the least collateral. */
export function choosePurge(input: PurgeInput): PurgeChoice {
  const { demands, limits, rates, isByKey, urlsOf, copiesOf } = input
  const deadlineSeconds = input.deadlineMs / 1000
  const seconds = (keyRequests: number, urls: number) =>
    rates ? secondsFor({ keyRequests, urls }, rates) : 0

  const byKey = demands.length === 0 ? [] : input.targets.filter(isByKey)
  const byUrl = byKey.length === 0 ? input.targets : input.targets.filter((t) => !isByKey(t))
  const copiesOfTarget = (target: Target): readonly FileTarget[] => {
    const urls = urlsOf(target)
    return copiesOf ? urls.flatMap((url) => copiesOf(url, target.path)) : urls
  }
  const countCopies = (url: string, path: string | undefined) => copiesOf?.(url, path).length ?? 1
  const countUrls = (targets: readonly Target[]) =>
    targets.reduce(
      (sum, target) => sum + (copiesOf ? copiesOfTarget(target).length : target.countUrls),
      0,
    )
  const toFiles = (targets: readonly Target[]) => targets.flatMap(copiesOfTarget)
  const without = (
    targets: readonly Target[],
    is: (url: string, path: string | undefined) => boolean,
  ) => targets.flatMap((target) => partOf(target, urlsOf(target), is))

  let exact = byUrl
  let choice: KeyChoice | undefined
  let marked: readonly Target[] = []
  if (demands.length > 0) {
    const urls = countUrls(byUrl)
    const found = chooseKeys({
      demands,
      urlsOf,
      kept: input.kept,
      limits,
      trustValidators: input.trustValidators,
      tagsOf: input.tagsOf,
      fits: (requests) => seconds(requests, urls) <= deadlineSeconds,
    })
    marked = without(byKey, found.deletes)
    exact = without(byUrl, found.deletes)
    if (limits.acceptsUrls) exact = [...exact, ...marked]
    choice = found
  }

  const keys = [...(choice?.keys ?? [])]
  const spent = countKeyRequests(keys, limits)
  const urls = countUrls(exact)
  if (input.kept && rates && seconds(spent, urls) > deadlineSeconds) {
    const wide = exact.filter(({ isNarrow }) => !isNarrow)
    const fixed = urls - countUrls(wide)
    const folders = findWholeFolders({
      exact: wide,
      urlsOf,
      countCopies,
      kept: input.kept,
      secondsFor: (prefixes, others) =>
        seconds(spent + Math.ceil(prefixes / limits.maxKeys), fixed + others),
      deadlineSeconds,
    })
    for (const { key, isLate } of folders.keys) {
      keys.push({ action: 'purge', by: 'prefixes', key, cause: 'whole-folder', isLate })
    }
    if (folders.keys.length > 0) exact = without(exact, folders.covers)
  }
  return {
    assets: toFiles(exact.filter(({ isDocument }) => !isDocument)),
    documents: toFiles(exact.filter(({ isDocument }) => isDocument)),
    keys,
    purged: choice?.purged ?? NO_COPIES,
    invalidated: choice?.invalidated ?? NO_COPIES,
    isWidened: choice?.isWidened ?? false,
    marked: marked.flatMap(urlsOf),
    // Whole folders hold nothing but targets.
    touches: (url, path) => choice?.touches(url, path) ?? false,
  }
}

/** Leaves out the URLs of a target of which something holds. */
function partOf(
  target: Target,
  urls: readonly string[],
  is: (url: string, path: string | undefined) => boolean,
): readonly Target[] {
  const left = urls.filter((url) => !is(url, target.path))
  if (left.length === urls.length) return [target]
  return left.map((url) => ({ ...target, url, countUrls: 1 }))
}

const NO_COPIES: Copies = { urls: 0, bytes: 0 }

function countKeyRequests(keys: readonly ChosenKey[], { maxKeys }: Limits): number {
  const counts = new Map<string, number>()
  for (const { action, by } of keys) {
    const kind = `${action} ${by}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return [...counts.values()].reduce((sum, count) => sum + Math.ceil(count / maxKeys), 0)
}
