import { isEvicted, type Plan } from '@cdn-purge/core'
import { createBuiltText } from './built-text.ts'
import type { Deployment } from './deployment.ts'
import type { ResolvedOptions } from './options.ts'
import type { ProbeInput } from './probe.ts'
import { chooseTellingPaths } from './telling-paths.ts'

/** Gives the question whether the build of a deployment is live. */
export function probeInput(options: ResolvedOptions, deployment: Deployment): ProbeInput {
  const { manifest, site, older, known, plan, markerPath, markedBuild } = deployment
  const hasMarker =
    markerPath !== false && markedBuild !== undefined && manifest.assets.has(markerPath)
  const changed = changedPaths(plan).filter((path) => path !== markerPath)
  const tells = changed.length > 0 || hasMarker
  return {
    manifest,
    older,
    known,
    site,
    marker: hasMarker ? { path: markerPath, build: markedBuild } : undefined,
    // Where nothing is known that it differs from, as of the very first build, its own bytes have to do.
    tellingPaths: chooseTellingPaths(
      manifest,
      tells ? older : [],
      tells ? changed : [...manifest.assets.keys()],
    ).filter((path) => !hasMarker || manifest.assets.has(path)),
    builtText: createBuiltText(options, manifest),
  }
}

function changedPaths({ changes }: Plan): string[] {
  return changes.filter(isEvicted).map(({ path }) => path)
}
