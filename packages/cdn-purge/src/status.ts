import { baseline, type DeployState, type Note } from '@cdn-purge/core'
import { ledgerPrefix, openLedger } from './open-ledger.ts'
import type { Operation } from './operation.ts'

/** One deploy as people are shown it. */
export interface DeployStatus {
  readonly id: string
  /** Ids of its builds; more than one where the output changed after it was recorded. */
  readonly builds: readonly string[]
  /** ISO 8601. */
  readonly startedAt: string
  readonly state: DeployState['kind']
  /** True while the edge may hold its content. */
  readonly inBaseline: boolean
}

/** What the ledger of one environment says. */
export interface Status {
  readonly zone: string
  readonly environment: string
  /** The folder, or `a store` where the user gave an object. */
  readonly ledger: string
  /** Oldest first. */
  readonly deploys: readonly DeployStatus[]
  readonly notes: readonly Note[]
}

/** Reads the ledger; nothing is asked over the network but the ledger itself. */
export async function status({ options }: Operation): Promise<Status> {
  const { records, damage } = await openLedger(options).read()
  const held = new Set(baseline(records).map(({ id }) => id))
  const { zone, environment } = options.cloudflare
  return {
    zone,
    environment: environment ?? 'production',
    ledger:
      typeof options.ledger === 'string'
        ? options.ledger
        : `a store, below "${ledgerPrefix(options)}"`,
    deploys: records.map(({ id, builds, startedAt, state }) => ({
      id,
      builds: builds.map(({ build }) => build),
      startedAt: new Date(startedAt).toISOString(),
      state: state.kind,
      inBaseline: held.has(id),
    })),
    notes: damage.map(({ note }) => note),
  }
}
