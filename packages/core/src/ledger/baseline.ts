import type { DeployRecord, Owed } from './record.ts'

/**
 * Gives every record whose build the edge may hold: all that no settle has covered after they were closed.
 * A settle names only records that it saw closed, so what covers what gives the order, and clocks do not.
 */
export function baseline(records: readonly DeployRecord[]): DeployRecord[] {
  const covered = coveredIds(records)
  return records.filter(({ id }) => !covered.has(id))
}

/** Gives the ids that some settle covers. */
export function coveredIds(records: readonly DeployRecord[]): ReadonlySet<string> {
  return new Set(records.flatMap(({ state }) => (state.kind === 'settled' ? state.covers : [])))
}

/** Gives what no settle has paid yet. */
export function debts(records: readonly DeployRecord[]): Owed[] {
  const paid = paidNames(records)
  return records.flatMap(({ owed }) => owed).filter(({ name }) => !paid.has(name))
}

/** Gives the deploys whose doubts no settle has answered yet. */
export function doubtful(records: readonly DeployRecord[]): DeployRecord[] {
  const paid = paidNames(records)
  return records.filter((record) => record.doubts.length > 0 && !paid.has(doubtsName(record)))
}

/** Names the doubts of a deploy among what a settle pays: `<deploy id>/doubts`. */
export function doubtsName({ id }: Pick<DeployRecord, 'id'>): string {
  return `${id}/doubts`
}

function paidNames(records: readonly DeployRecord[]): ReadonlySet<string> {
  return new Set(records.flatMap(({ state }) => (state.kind === 'settled' ? state.pays : [])))
}

export interface CoverOptions {
  /** The deploy that settles. */
  readonly deploy: string
  /** When `planned` was read, in ms since the epoch: who was given up only later may have written files since. */
  readonly readAt: number
  /** Age in ms from which an open record counts as given up. */
  readonly abandonAfterMs: number
}

/** Gives the ids that a settle may cover, out of the baseline that its purge was planned against. */
export function covers(planned: readonly DeployRecord[], options: CoverOptions): string[] {
  return planned
    .filter(({ id }) => id !== options.deploy)
    .filter(
      (record) =>
        record.state.kind !== 'open' || options.readAt - record.startedAt >= options.abandonAfterMs,
    )
    .map(({ id }) => id)
}
