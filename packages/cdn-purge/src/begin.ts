import { serializeMarker } from '@cdn-purge/core'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readKnowledge } from './knowledge.ts'
import { openLedger } from './open-ledger.ts'
import type { Operation } from './operation.ts'
import { outputsOf } from './outputs-of.ts'
import { scanBuild, type ScannedBuild } from './scanned-build.ts'
import { siteOf } from './site-of.ts'

export interface Begun {
  /** The deploy's id in the ledger; empty on a dry run. */
  readonly deploy: string
  /** See `buildId`. */
  readonly build: string
  readonly assets: number
  /** True where an open record of this very build was there already, and goes on. */
  readonly adopted: boolean
}

/** Records that the build in the output folder may be served from now on, and writes its marker. */
export async function begin(operation: Operation): Promise<Begun> {
  const outputs = outputsOf(operation.options)
  const { options, signal } = operation
  const scanned = await scanBuild({ options, outputs, marker: 'write', ...(signal && { signal }) })
  for (const note of scanned.notes) operation.onEvent({ kind: 'note', note })
  return beginScanned(operation, scanned, {})
}

/** Records a build that was just scanned. The record is durable before the marker is written: the marker may be deployed at once. */
export async function beginScanned(
  operation: Operation,
  scanned: ScannedBuild,
  remembered: Readonly<Record<string, unknown>>,
): Promise<Begun> {
  const { options, dryRun = false } = operation
  const { manifest, build } = scanned
  const site = siteOf(options, scanned)
  const about = { build, assets: manifest.assets.size }
  const ledger = openLedger(options)
  const { own } = await readKnowledge(ledger, { build }, site)
  if (own) {
    if (!dryRun) writeMarker(scanned)
    return { ...about, deploy: own.id, adopted: true }
  }
  if (dryRun) return { ...about, deploy: '', adopted: false }
  const marker = scanned.markerPath
  const deploy = await ledger.begin({ manifest, site, marker, options: remembered })
  writeMarker(scanned)
  return { ...about, deploy, adopted: false }
}

function writeMarker({ markerFile, build }: ScannedBuild): void {
  if (markerFile === undefined) return
  const text = serializeMarker(build)
  // A marker that is right already is not touched: uploads go by the time of change.
  if (readIfThere(markerFile) === text) return
  mkdirSync(path.dirname(markerFile), { recursive: true })
  writeFileSync(markerFile, text)
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
