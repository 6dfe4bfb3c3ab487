import type { Change } from '../changes/diff.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { isEvicted } from '../changes/treatment.ts'
import type { KeptAsset } from './kept.ts'

/**
 * Gives what stays right at the edge, each path once: assets that no change evicts, and removed names that vouch for their bytes.
 * `changes` are in path order, as `diff` gives them.
 */
export function* keptAssets(
  manifest: Manifest,
  baseline: readonly Manifest[],
  changes: readonly Change[],
): Generator<KeptAsset, void, undefined> {
  let next = 0
  for (const { path, size } of manifest.assets.values()) {
    for (; next < changes.length && (changes[next]?.path ?? '') < path; next++);
    const change = changes[next]
    // Of some changes only some URLs are targets, and the others are right as they are.
    if (change?.path !== path || change.urls) yield { path, size, isGone: false }
  }
  for (const change of changes) {
    if (isEvicted(change)) continue
    const { path } = change
    const size = baseline.findLast(({ assets }) => assets.has(path))?.assets.get(path)?.size ?? 0
    yield { path, size, isGone: true }
  }
}
