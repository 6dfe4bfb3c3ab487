import { createIsRedirected, isEvicted, isServed, type Change, type Plan } from '@cdn-purge/core'
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
  // What the host redirects tells nothing of its bytes.
  const isRedirected = createIsRedirected(manifest.redirects ?? [], site)
  const tells = (path: string) =>
    path !== markerPath && isServed(path, () => false) && !isRedirected(path)
  const changed = changedPaths(plan).filter(tells)
  const isHere = changed.some((path) => manifest.assets.has(path))
  // Where only rules changed, and nobody says which build it is, the files are those of every build.
  const isTold = hasMarker || changed.length > 0 || !plan.changes.some(isEvicted)
  const ownPaths = () => [...manifest.assets.keys()].filter(tells)
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
      ...(isHere || !isTold ? [] : chooseTellingPaths(manifest, [], ownPaths())),
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
