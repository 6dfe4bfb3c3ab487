import type { StringTree } from './string-tree.ts'

/** A path whose cached copies are right as they are. */
export interface KeptAsset {
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** True where the new build lacks it, so that a copy that is evicted or finds out cannot come back. */
  readonly isGone: boolean
}

/** Unchanged copies at the edge. */
export interface Copies {
  readonly urls: number
  readonly bytes: number
}

/** Unchanged copies by the deepest node whose key may reach them. */
export interface KeptByNode {
  readonly urls: Float64Array
  readonly bytes: Float64Array
  /** What marking them stale costs, in bytes: one conditional request each, or all of it where the origin has it no more. */
  readonly staleBytes: Float64Array
  /** What deleting them costs where marking is trusted, in bytes: a request each, and all its bytes. */
  readonly lostBytes: Float64Array
}

export interface KeptOptions {
  readonly kept: Iterable<KeptAsset>
  readonly urlsOf: (path: string) => readonly string[]
  /** Says that a URL of this path is purged anyway, as it also serves another one. */
  readonly isTarget: (url: string, path: string) => boolean
  /** Bytes that a conditional request costs. */
  readonly conditionalBytes: number
}

/** Adds up what may be touched at each node of a tree. `onCopy` sees every copy, and -1 for the node of one that no key reaches. */
export function weighKept(
  tree: StringTree,
  options: KeptOptions | undefined,
  onCopy?: (asset: KeptAsset, node: number) => void,
): KeptByNode {
  const urls = new Float64Array(tree.size)
  const bytes = new Float64Array(tree.size)
  const staleBytes = new Float64Array(tree.size)
  const lostBytes = new Float64Array(tree.size)
  if (!options) return { urls, bytes, staleBytes, lostBytes }
  const { kept, urlsOf, isTarget, conditionalBytes } = options
  for (const asset of kept) {
    for (const url of urlsOf(asset.path)) {
      if (isTarget(url, asset.path)) continue
      const node = tree.deepest(url)
      onCopy?.(asset, node)
      if (node < 0) continue
      urls[node] = (urls[node] ?? 0) + 1
      bytes[node] = (bytes[node] ?? 0) + asset.size
      const stale = asset.isGone ? asset.size : conditionalBytes
      staleBytes[node] = (staleBytes[node] ?? 0) + stale
      // An empty copy that is deleted is still more than one that is marked: the answer has to be sent anew.
      const lost = asset.isGone ? asset.size : Math.max(1, asset.size) + conditionalBytes
      lostBytes[node] = (lostBytes[node] ?? 0) + lost
    }
  }
  return { urls, bytes, staleBytes, lostBytes }
}
