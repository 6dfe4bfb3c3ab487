import type { DeployRecord } from './record.ts'

/**
 * Gives every record whose build the edge may hold: all that no settle has covered after they were closed.
 * A settle names only records that it saw closed, so what covers what gives the order, and clocks do not.
 */
export function baseline(records: readonly DeployRecord[]): DeployRecord[] {
  const covered = new Set<string>()
  for (const { state } of records) {
    if (state.kind === 'settled') for (const id of state.covers) covered.add(id)
  }
  return records.filter(({ id }) => !covered.has(id))
}

export interface CoverOptions {
  /** The deploy that settles. */
  readonly deploy: string
  /** In ms since the epoch. */
  readonly now: number
  /** Age in ms from which an open record counts as given up. */
  readonly abandonAfterMs: number
}

/** Gives the ids that a settle may cover, out of the baseline that its purge was planned against. */
export function covers(planned: readonly DeployRecord[], options: CoverOptions): string[] {
  return planned
    .filter(({ id }) => id !== options.deploy)
    .filter(
      (record) =>
        record.state.kind !== 'open' || options.now - record.startedAt >= options.abandonAfterMs,
    )
    .map(({ id }) => id)
}
