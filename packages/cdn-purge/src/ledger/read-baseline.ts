import {
  PurgeError,
  baseline,
  type DeployRecord,
  type FoldedRecords,
  type Ledger,
  type Manifest,
  type Note,
} from '@cdn-purge/core'

/** Records and the manifests that the baseline names, as they belong together. */
export interface ReadBaseline extends FoldedRecords {
  /** Every deploy that the edge may hold content of. */
  readonly all: readonly DeployRecord[]
  readonly byKey: ReadonlyMap<string, Manifest>
  /** What could not be read. */
  readonly lost: readonly Note[]
}

/** So often everything is read again when a manifest is gone: another machine may have settled over its deploy in between. */
const MAX_READS = 3

/** Reads the ledger, and the manifests of all that the edge may hold. */
export async function readBaseline(ledger: Ledger): Promise<ReadBaseline> {
  for (let reads = 1; ; reads++) {
    const folded = await ledger.read()
    const all = baseline(folded.records)
    const { byKey, lost } = await readManifests(ledger, all)
    if (lost.length === 0 || reads === MAX_READS) return { ...folded, all, byKey, lost }
  }
}

async function readManifests(
  ledger: Ledger,
  records: readonly DeployRecord[],
): Promise<Pick<ReadBaseline, 'byKey' | 'lost'>> {
  const byKey = new Map<string, Manifest>()
  const lost: Note[] = []
  for (const { manifest: key } of records.flatMap(({ builds }) => builds)) {
    if (byKey.has(key)) continue
    try {
      byKey.set(key, await ledger.manifest(key))
    } catch (error) {
      if (!(error instanceof PurgeError && error.code === 'bad-record')) throw error
      lost.push({ code: 'damaged-record', text: error.message })
    }
  }
  return { byKey, lost }
}
