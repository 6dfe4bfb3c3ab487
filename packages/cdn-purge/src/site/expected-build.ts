import { PurgeError, markerAsset, type Ledger, type Manifest, type Site } from '@cdn-purge/core'
import type { Operation } from '../operation.ts'
import type { ProbeInput } from './probe.ts'
import { readBaseline } from '../ledger/read-baseline.ts'
import { readBuild } from '../build/read-build.ts'
import { siteOf } from '../build/site-of.ts'

/** What a deployed site is compared with: the build that was settled last, or the output folder. */
export type Against = 'recorded' | 'output'

/** A build that a deployed site should serve. */
export interface ExpectedBuild {
  readonly against: Against
  readonly build: string
  readonly manifest: Manifest
  readonly site: Site
  readonly marker: ProbeInput['marker']
}

/** Reads the newest settled build, or the output folder where that is asked for or nothing was ever settled. */
export async function readExpected(
  operation: Operation,
  ledger: Ledger,
  against: Against | undefined,
): Promise<ExpectedBuild> {
  const { options } = operation
  const recorded = against === 'output' ? undefined : await readRecorded(operation, ledger)
  if (recorded) return recorded
  if (against === 'recorded') {
    throw new PurgeError('bad-record', 'No deploy to this environment was ever settled.', {
      hint: 'Compare with the output folder: `cdn-purge verify --against output`.',
    })
  }
  const { manifest, build, markerPath, markedBuild, ...facts } = await readBuild(operation)
  const hasMarker = markerPath !== false && markedBuild !== undefined
  const marker = hasMarker ? { path: markerPath, build: markedBuild } : undefined
  return { against: 'output', build, manifest, site: siteOf(options, facts), marker }
}

/** Gives the newest settled build, its marker as it was deployed. */
async function readRecorded(
  { options }: Operation,
  ledger: Ledger,
): Promise<ExpectedBuild | undefined> {
  const { all } = await readBaseline(ledger)
  const newest = all.findLast(({ state }) => state.kind === 'settled')
  const last = newest?.builds.at(-1)
  if (!newest || !last) return undefined
  const manifest = await ledger.manifest(last.manifest)
  const path = [...manifest.assets.keys()].find(
    (each) => each === options.marker || each.endsWith(`/${String(options.marker)}`),
  )
  // The marker names the build that was begun, before a later step may have changed the output.
  const marked = newest.builds.find(
    ({ build }) =>
      path !== undefined && markerAsset(path, build).digest === manifest.assets.get(path)?.digest,
  )
  return {
    against: 'recorded',
    build: last.build,
    manifest,
    site: newest.site,
    marker: path !== undefined && marked ? { path, build: marked.build } : undefined,
  }
}
