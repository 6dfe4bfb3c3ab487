import type { Asset } from '../manifest/asset.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { walkSideBySide } from '../manifest/side-by-side.ts'
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
  walkSideBySide(next, baseline, (asset, before) => {
    const change = asset ? compare(before, asset) : removal(before)
    if (change) changes.push(change)
  })
  return changes
}

type Before = readonly (Asset | undefined)[]

function compare(before: Before, asset: Asset): Change | undefined {
  let differing: Asset[] | undefined
  let absent = 0
  for (const earlier of before) {
    if (!earlier) absent++
    else if (earlier.digest !== asset.digest) (differing ??= []).push(earlier)
  }
  const { path, fingerprinted } = asset
  if (differing) {
    const what = fingerprinted
      ? 'other bytes under the same fingerprinted name'
      : describeDifference(differing.map(({ shape }) => compareShapes(shape, asset.shape)))
    const reason = what + inHowMany(differing.length, before)
    return { kind: 'changed', path, reason, fingerprinted }
  }
  if (absent > 0) {
    return { kind: 'added', path, reason: `new${inHowMany(absent, before)}`, fingerprinted }
  }
  return undefined
}

function removal(before: Before): Change | undefined {
  const [first, ...others] = before.filter((asset) => asset !== undefined)
  if (!first) return undefined
  const named = first.fingerprinted && others.every(({ fingerprinted }) => fingerprinted)
  const sameBytes = others.every(({ digest }) => digest === first.digest)
  const reason = named && !sameBytes ? 'gone, and its name held different bytes' : 'gone'
  return { kind: 'removed', path: first.path, reason, fingerprinted: named && sameBytes }
}

function inHowMany(count: number, before: Before): string {
  return describeShare(count, before.length)
}

/** Words in how many earlier builds something was otherwise; '' where there is one only. */
export function describeShare(count: number, of: number): string {
  if (of === 1) return ''
  return count === of ? ` in all ${count} earlier builds` : ` in ${count} of ${of} earlier builds`
}
