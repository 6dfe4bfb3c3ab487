import { createFolderStore, createLedger, type DeployRecord, type Ledger } from '@cdn-purge/core'
import path from 'node:path'

/** Where the examples keep their records, relative to each. */
export const LEDGER = '.cdn-purge'

export async function recordsOf(dir: string): Promise<readonly DeployRecord[]> {
  return (await ledgerOf(dir).read()).records
}

/** Says that what was recorded is deployed, and the edge cleared of all else, as a run of the deploy step would. */
export async function settleRecords(dir: string): Promise<void> {
  const ledger = ledgerOf(dir)
  for (const { id } of await recordsOf(dir)) {
    await ledger.settle(id, { covers: [], pays: [], doubts: [] })
  }
}

function ledgerOf(dir: string): Ledger {
  return createLedger(createFolderStore(path.join(dir, LEDGER)), {
    prefix: 'example.com/staging/',
    now: Date.now,
    newId: () => 'unused',
  })
}
