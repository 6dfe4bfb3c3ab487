import type { Asset } from '../manifest/asset.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { isComparable } from './compare-shapes.ts'
import { chooseLookedAt } from './looked-at.ts'
import { shapeOf } from './shape.ts'

/** Larger texts are data more often than pages. */
const MAX_SHAPE_BYTES = 1024 * 1024

/**
 * Gives the manifest with a shape for each text that is looked at. Where an earlier build had the same bytes under that path its
 * shape is taken over, as making one takes longer than the digest; only the rest is read.
 */
export function withShapes(
  manifest: Manifest,
  earlier: readonly Manifest[],
  read: (asset: Asset) => Buffer | undefined,
): Manifest {
  const named = [...manifest.assets.values()].filter(({ fingerprinted }) => !fingerprinted)
  const assets = new Map(manifest.assets)
  for (const path of chooseLookedAt(named.map((asset) => asset.path))) {
    const asset = assets.get(path)
    if (!asset || asset.size > MAX_SHAPE_BYTES) continue
    const shape = knownShape(asset, earlier) ?? makeShape(read(asset))
    // Setting what is there keeps its place.
    if (shape !== undefined) assets.set(path, { ...asset, shape })
  }
  return { ...manifest, assets }
}

function knownShape({ path, digest }: Asset, earlier: readonly Manifest[]): string | undefined {
  for (const { assets } of earlier) {
    const before = assets.get(path)
    // Another release may have made it in another way.
    if (before?.digest === digest && isComparable(before.shape)) return before.shape
  }
  return undefined
}

function makeShape(bytes: Buffer | undefined): string | undefined {
  return bytes && shapeOf(bytes)
}
