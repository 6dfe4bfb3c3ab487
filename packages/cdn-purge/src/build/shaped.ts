import { digestBytes, serializeMarker, withShapes, type Manifest } from '@cdn-purge/core'
import { readMounted } from './mounted-file.ts'
import type { ScannedBuild } from './scanned-build.ts'

/** Gives the manifest of a build that was just scanned with shapes, as far as possible those that earlier builds were recorded with. */
export function shaped(
  {
    manifest,
    build,
    mounts,
    markerPath,
  }: Pick<ScannedBuild, 'manifest' | 'build' | 'mounts' | 'markerPath'>,
  earlier: readonly Manifest[],
): Manifest {
  // The marker may be about to be written, and what it says is known.
  const marker = Buffer.from(serializeMarker(build))
  return withShapes(manifest, earlier, (asset) =>
    asset.path === markerPath && asset.digest === digestBytes(marker)
      ? marker
      : readMounted(mounts, asset),
  )
}
