import { coveredIds, debts, doubtful } from './baseline.ts'
import type { FoldedRecords } from './record-file.ts'
import type { DeployRecord, DeployState } from './record.ts'

export interface Removable {
  /** Names below `records/`, in the order in which they must go. */
  readonly remove: readonly string[]
  /** What stays, with deploys that were begun after the names were listed. */
  readonly keep: readonly DeployRecord[]
}

/**
 * Finds what a ledger can lose: deploys that a settle covers, once all that they cover or paid for themselves is gone.
 *
 * The settle that covers a deploy outlives it, so at every point in between the deploy is covered or gone. `settled` goes
 * first: what it covers is gone already. `started` goes last: without it the others would look like damage.
 */
export function removable(names: readonly string[], { records }: FoldedRecords): Removable {
  const covered = coveredIds(records)
  const owing = new Set([
    ...debts(records).map(({ name }) => deployOf(name)),
    ...doubtful(records).map(({ id }) => id),
  ])
  const left = new Set(names.map(deployOf))
  const gone = new Set<string>()
  const remove: string[] = []
  for (let found = true; found;) {
    found = false
    for (const deploy of left) {
      const record = records.find(({ id }) => id === deploy)
      const outlived = record?.state.kind === 'settled' ? concerns(record.state) : []
      const isFree = outlived.every((id) => !left.has(id))
      if (!covered.has(deploy) || owing.has(deploy) || !isFree) continue
      remove.push(...names.filter((name) => deployOf(name) === deploy).toSorted(bySequence))
      left.delete(deploy)
      gone.add(deploy)
      found = true
    }
  }
  return { remove, keep: records.filter(({ id }) => !gone.has(id)) }
}

/** The deploys that a settle says something of; it must outlive what it says. */
function concerns({ covers, pays }: Extract<DeployState, { kind: 'settled' }>): string[] {
  return [...covers, ...pays.map(deployOf)]
}

function deployOf(name: string): string {
  return name.split('/')[0] ?? name
}

function bySequence(a: string, b: string): number {
  return rank(a) - rank(b)
}

function rank(name: string): number {
  if (name.endsWith('/settled')) return 0
  return name.endsWith('/started') ? 2 : 1
}
