import { comparePaths, type Asset } from '../manifest/asset.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { compareShapes } from '../shape/compare-shapes.ts'
import { describeDifference } from './describe-difference.ts'

/** How one path differs between what the edge may hold and the new build. */
export interface Change {
  /** `headers` and `redirect`: the bytes are the same, and the host's rules have it answered otherwise. */
  readonly kind: 'added' | 'changed' | 'removed' | 'headers' | 'redirect'
  /** Of the build; of a redirect from where nothing lies its source, as in the rules: `/old`, `/blog/*`. */
  readonly path: string
  /**
   * In the words that people are shown: `other bytes in 2 of 3 earlier builds`; where the text was looked at, `only a date`, or
   * `other content`.
   */
  readonly reason: string
  /** True when the name vouches for the bytes; never true for a name that held different bytes in two earlier builds and is now gone. */
  readonly fingerprinted: boolean
  /** The URLs that it is about; left out where these are all that the path has. */
  readonly urls?: readonly string[]
  /** URLs below which anything may be cached that it is about: `https://www.example.com/blog/`. */
  readonly below?: readonly string[]
  /** Names of the headers that differ, in lower case. */
  readonly headers?: readonly string[]
}

/**
 * Lists every path whose bytes under `next` differ from those under any build of the baseline, in path order.
 * The edge may hold content of each of them, so one that differs is enough.
 */
export function diff(baseline: readonly Manifest[], next: Manifest): Change[] {
  const changes: Change[] = []
  const removed = removedPaths(baseline, next)
  let index = 0
  const pushRemovedBefore = (path: string | undefined) => {
    for (; index < removed.length; index++) {
      const gone = removed[index] ?? ''
      if (path !== undefined && gone > path) return
      changes.push(removal(baseline, gone))
    }
  }
  for (const asset of next.assets.values()) {
    const change = compare(baseline, asset)
    if (!change) continue
    pushRemovedBefore(change.path)
    changes.push(change)
  }
  pushRemovedBefore(undefined)
  return changes
}

function compare(baseline: readonly Manifest[], asset: Asset): Change | undefined {
  const differing: Asset[] = []
  let absent = 0
  for (const { assets } of baseline) {
    const before = assets.get(asset.path)
    if (!before) absent++
    else if (before.digest !== asset.digest) differing.push(before)
  }
  const { path, fingerprinted } = asset
  if (differing.length > 0) {
    const what = fingerprinted
      ? 'other bytes under the same fingerprinted name'
      : describeDifference(differing.map(({ shape }) => compareShapes(shape, asset.shape)))
    const reason = what + inHowMany(differing.length, baseline)
    return { kind: 'changed', path, reason, fingerprinted }
  }
  if (absent > 0) {
    return { kind: 'added', path, reason: `new${inHowMany(absent, baseline)}`, fingerprinted }
  }
  return undefined
}

/** In path order, as the paths of each manifest are. */
function removedPaths(baseline: readonly Manifest[], next: Manifest): readonly string[] {
  const [only, ...more] = baseline
  if (!only) return []
  const removed: string[] = []
  for (const path of only.assets.keys()) if (!next.assets.has(path)) removed.push(path)
  if (more.length === 0) return removed
  const union = new Set(removed)
  for (const { assets } of more) {
    for (const path of assets.keys()) if (!next.assets.has(path)) union.add(path)
  }
  return [...union].toSorted(comparePaths)
}

function removal(baseline: readonly Manifest[], path: string): Change {
  let named = true
  let sameBytes = true
  let digest: string | undefined
  for (const { assets } of baseline) {
    const before = assets.get(path)
    if (!before) continue
    named &&= before.fingerprinted
    sameBytes &&= digest === undefined || digest === before.digest
    digest = before.digest
  }
  const reason = named && !sameBytes ? 'gone, and its name held different bytes' : 'gone'
  return { kind: 'removed', path, reason, fingerprinted: named && sameBytes }
}

function inHowMany(count: number, baseline: readonly Manifest[]): string {
  return describeShare(count, baseline.length)
}

/** Words in how many earlier builds something was otherwise; '' where there is one only. */
export function describeShare(count: number, of: number): string {
  if (of === 1) return ''
  return count === of ? ` in all ${count} earlier builds` : ` in ${count} of ${of} earlier builds`
}
