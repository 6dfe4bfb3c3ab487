import { isEvicted, type Change, type Plan } from '@cdn-purge/core'
import { createBuiltText } from '../build/built-text.ts'
import type { Deployment } from '../plan/deployment.ts'
import type { ResolvedOptions } from '../options/options.ts'
import type { ProbeInput } from './probe.ts'
import { chooseTellingPaths } from './telling-paths.ts'

/** Gives the question whether the build of a deployment is live. */
export function probeInput(options: ResolvedOptions, deployment: Deployment): ProbeInput {
  const { manifest, site, older, known, plan, markerPath, markedBuild } = deployment
  const hasMarker =
    markerPath !== false && markedBuild !== undefined && manifest.assets.has(markerPath)
  const changed = changedPaths(plan).filter((path) => path !== markerPath)
  const isHere = changed.some((path) => manifest.assets.has(path))
  const ownPaths = [...manifest.assets.keys()].filter((path) => path !== markerPath)
  return {
    manifest,
    older,
    known,
    site,
    marker: hasMarker ? { path: markerPath, build: markedBuild } : undefined,
    tellingPaths: [
      ...chooseTellingPaths(manifest, older, changed).filter(
        (path) => !hasMarker || manifest.assets.has(path),
      ),
      // Of a server without any files the marker alone may be there, and removed paths are as they should be.
      ...(isHere ? [] : chooseTellingPaths(manifest, [], ownPaths)),
    ],
    builtText: createBuiltText(options, manifest),
  }
}

function changedPaths({ changes }: Plan): string[] {
  return changes.filter((change) => isEvicted(change) && isByBytes(change)).map(({ path }) => path)
}

/** What only the host's rules change has the bytes of other builds as well. */
function isByBytes({ kind }: Change): boolean {
  return kind !== 'headers' && kind !== 'redirect'
}
