import { isEvicted, type Change, type KeptAsset, type Manifest } from '@cdn-purge/core'

/** Gives what stays right at the edge: assets that no change evicts, and removed names that vouch for their bytes, each once. */
export function* keptAssets(
  manifest: Manifest,
  older: readonly Manifest[],
  changes: readonly Change[],
): Generator<KeptAsset, void, undefined> {
  const evicted = new Set(changes.filter(isEvicted).map(({ path }) => path))
  for (const { path, size } of manifest.assets.values()) {
    if (!evicted.has(path)) yield { path, size, isGone: false }
  }
  for (const change of changes) {
    if (isEvicted(change)) continue
    const { path } = change
    const size = older.findLast(({ assets }) => assets.has(path))?.assets.get(path)?.size ?? 0
    yield { path, size, isGone: true }
  }
}
