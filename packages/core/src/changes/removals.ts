import type { Manifest } from '../manifest/manifest.ts'

/** A build that lost so many stable paths that it looks broken. */
export interface Removals {
  /** Stable paths that are gone, moves left out. */
  readonly removed: number
  /** Stable paths of the earlier build. */
  readonly of: number
  /** The first few, in path order. */
  readonly examples: readonly string[]
}

/** So few removals are never suspicious, whatever share they are. */
const NEVER_SUSPICIOUS_BELOW = 20

/**
 * Tells whether `next` lost more than `maxRemoved` (0.05 is 5 %) of the stable paths of `before`, and at least 20.
 * A path whose bytes are there under another name was moved, not lost.
 */
export function suspiciousRemovals(
  before: Manifest,
  next: Manifest,
  maxRemoved: number,
): Removals | undefined {
  const digests = new Set([...next.assets.values()].map(({ digest }) => digest))
  const stable = [...before.assets.values()].filter(({ fingerprinted }) => !fingerprinted)
  const removed = stable.filter(
    ({ path, digest }) => !next.assets.has(path) && !digests.has(digest),
  )
  if (removed.length < NEVER_SUSPICIOUS_BELOW || removed.length <= stable.length * maxRemoved) {
    return undefined
  }
  const examples = removed.slice(0, 3).map(({ path }) => path)
  return { removed: removed.length, of: stable.length, examples }
}
