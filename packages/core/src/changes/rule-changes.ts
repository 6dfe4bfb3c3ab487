import { comparePaths } from '../manifest/asset.ts'
import { describeShare, type Change } from './diff.ts'
import { headerChanges } from './header-changes.ts'
import { mergeChanges } from './merge-changes.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { redirectChanges } from './redirect-changes.ts'
import { filesAt, rewriteChanges } from './rewrite-changes.ts'
import { createBudget } from '../rules/budget.ts'
import { createHostPaths } from '../rules/host-paths.ts'
import { RULE_FILES } from '../rules/rules.ts'
import type { Site } from '../site/site.ts'
import { isEvicted } from './treatment.ts'
import { createUrls } from '../site/urls.ts'

export interface RuleChangesInput {
  /** As `diff` found them. */
  readonly changes: readonly Change[]
  readonly baseline: readonly Manifest[]
  readonly next: Manifest
  readonly site: Site
  /** See `createUrls`. */
  readonly isPath?: (path: string) => boolean
  /**
   * Rules that take more steps to compare count as not read.
   *
   * @default 1_000_000_000
   */
  readonly maxSteps?: number
}

/** Ten times what 100,000 pages take with 100 rules that may match any of them: about a minute. */
const MAX_STEPS = 1_000_000_000

export interface RuleChanges {
  /** All changes, in path order, each path once. */
  readonly changes: readonly Change[]
  /** Files of rules that differ, and of which all that follows is among the changes. */
  readonly rulesRead: readonly string[]
}

/**
 * Adds to the changes of files what the host's rules have answered otherwise than under any build of the baseline. Equal rules cost
 * nothing; rules that were not read are left out, and said by `rulesRead`.
 */
export function withRuleChanges(input: RuleChangesInput): RuleChanges {
  const { changes, baseline, next, site, isPath } = input
  const urlsOf = createUrls(site, isPath)
  const hostPaths = createHostPaths(site)
  const changedPaths = new Set(changes.map(({ path }) => path))
  const evicted = new Set(changes.filter(isEvicted).map(({ path }) => path))
  const kept = {
    *[Symbol.iterator]() {
      for (const asset of next.assets.values()) if (!changedPaths.has(asset.path)) yield asset
    },
  }
  const isOfPath = (url: string) =>
    hostPaths
      .placesOf(url)
      .paths.flatMap(filesAt)
      .some((path) => (next.assets.has(path) || evicted.has(path)) && urlsOf(path).includes(url))

  const budget = createBudget(input.maxSteps ?? MAX_STEPS)
  const found: Change[][] = []
  const compare = <Rule>(
    name: keyof typeof RULE_FILES,
    rulesOf: (build: Manifest) => readonly Rule[] | undefined,
    changesFrom: (before: readonly Rule[], after: readonly Rule[], build: Manifest) => Change[],
  ): string[] => {
    const file = RULE_FILES[name]
    const digestIn = ({ assets }: Manifest) => assets.get(file)?.digest
    const known = (build: Manifest) => rulesOf(build) ?? (build.assets.has(file) ? undefined : [])
    const others = baseline.filter((build) => digestIn(build) !== digestIn(next))
    const after = known(next)
    let isRead = others.length > 0 && after !== undefined
    for (const build of others) {
      const before = known(build)
      if (!before || !after) {
        isRead = false
        continue
      }
      try {
        found.push(changesFrom(before, after, build))
      } catch (error) {
        if (!budget.isSpentBy(error)) throw error
        isRead = false
      }
    }
    return isRead ? [file] : []
  }
  const rulesRead = [
    ...compare(
      'headers',
      ({ headers }) => headers,
      (before, after) => headerChanges({ before, after, kept, urlsOf, hostPaths, budget }),
    ),
    ...compare(
      'redirects',
      ({ redirects }) => redirects,
      (before, after, build) =>
        redirectChanges({
          before,
          after,
          kept,
          urlsOf,
          hostPaths,
          budget,
          isOfPath,
          wasFile: (place) => isThere(place, build),
          isFile: (place) => isThere(place, next),
        }),
    ),
  ]
  const shared = (count: number) => describeShare(count, baseline.length)
  const rewrites = rewriteChanges({
    rules: next.redirects ?? [],
    evicted,
    urlsOf,
    hostPaths,
    isOfPath,
    fallback: site.fallback,
  })
  const added = mergeChanges([...found.map((each) => ({ each, shared })), { each: rewrites }])
  if (added.length === 0) return { changes, rulesRead }
  const all = [...changes, ...added].toSorted((a, b) => comparePaths(a.path, b.path))
  return { changes: all, rulesRead }
}

/** Says whether a build has a file by which its host may answer for a path. */
function isThere(place: string, { assets }: Manifest): boolean {
  return filesAt(place).some((path) => assets.has(path))
}
