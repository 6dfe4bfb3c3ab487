import { PurgeError } from '@cdn-purge/core'
import { meansOf } from './means.ts'
import { openLedger } from './ledger/open-ledger.ts'
import type { Operation } from './operation.ts'

/**
 * Closes an open deploy, named by its id or a unique beginning of it. Its content stays in the baseline until the next settle.
 *
 * @throws {PurgeError} `bad-option` where it names none or several, or one that has ended.
 */
export async function forget(operation: Operation, id: string): Promise<{ id: string }> {
  const { options, dryRun } = operation
  const ledger = openLedger(options, meansOf(operation).now)
  const { records } = await ledger.read()
  const found = records.filter((record) => id !== '' && record.id.startsWith(id))
  const [record, ...others] = found
  if (!record || others.length > 0) {
    const what = record
      ? `${found.length} deploys begin with "${id}"`
      : `no deploy begins with "${id}"`
    throw new PurgeError('bad-option', `Could not forget a deploy: ${what}.`, {
      hint: 'See `cdn-purge status` for the ids.',
    })
  }
  if (record.state.kind !== 'open') {
    throw new PurgeError('bad-option', `Deploy ${record.id} is ${record.state.kind} already.`, {
      hint: 'Only open deploys can be forgotten.',
    })
  }
  if (!dryRun) await ledger.close(record.id)
  return { id: record.id }
}
