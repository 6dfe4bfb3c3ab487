import type { Operation } from '../operation.ts'
import { outputsOf } from './outputs-of.ts'
import { scanBuild, type ScannedBuild } from './scanned-build.ts'

/** Reads the output folder as it lies there. */
export async function readBuild(operation: Operation): Promise<ScannedBuild> {
  const { options, signal, onEvent } = operation
  const outputs = outputsOf(options)
  const scanned = await scanBuild({ options, outputs, marker: 'read', ...(signal && { signal }) })
  for (const note of scanned.notes) onEvent({ kind: 'note', note })
  return scanned
}
