import { createHash } from 'node:crypto'
import { comparePaths, type Asset } from './asset.ts'
import { PurgeError } from '../errors.ts'
import { rulesOf, type Rules } from '../rules/rules.ts'

/** All assets of one build, by path, in path order, and the rules by which its host answers, where they were read. */
export interface Manifest extends Rules {
  readonly assets: ReadonlyMap<string, Asset>
}

/**
 * Gives the manifest of these assets, whatever their order.
 *
 * @throws {PurgeError} `bad-manifest` when a path occurs twice.
 */
export function createManifest(assets: Iterable<Asset>, rules: Rules = {}): Manifest {
  const sorted = [...assets].toSorted((a, b) => comparePaths(a.path, b.path))
  const byPath = new Map<string, Asset>()
  for (const asset of sorted) {
    if (byPath.has(asset.path)) {
      throw new PurgeError('bad-manifest', `The path "${asset.path}" occurs twice.`)
    }
    byPath.set(asset.path, asset)
  }
  return { assets: byPath, ...rulesOf(rules) }
}

/** Gives a manifest with `asset` put in the place of whatever was at its path. */
export function withAsset(manifest: Manifest, asset: Asset): Manifest {
  return createManifest(
    [...[...manifest.assets.values()].filter((other) => other.path !== asset.path), asset],
    manifest,
  )
}

/**
 * Names a build by its content: sha256, in hex, over the sorted lines `path\0digest\n`, the marker left out.
 * Nothing optional enters it, so equal files have equal ids whoever scanned them.
 */
export function buildId(manifest: Manifest, markerPath: string | false): string {
  const hash = createHash('sha256')
  for (const { path, digest } of manifest.assets.values()) {
    if (path !== markerPath) hash.update(`${path}\0${digest}\n`)
  }
  return hash.digest('hex')
}
