import { baseline, debts, doubtful, type DeployState, type Note } from '@cdn-purge/core'
import { readKnowledge } from './ledger/knowledge.ts'
import { readLiveNow, type LiveNow } from './site/live-now.ts'
import { meansOf } from './means.ts'
import { ledgerPrefix, openLedger } from './ledger/open-ledger.ts'
import type { Operation } from './operation.ts'
import { siteOf } from './build/site-of.ts'

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
  /** What must still be purged beside what builds differ in. */
  readonly owed: readonly { readonly urls: number; readonly why: Note }[]
  /** What is live now; undefined where nobody asked. */
  readonly live?: LiveNow
  /** Damage, and doubts that no run has answered yet. */
  readonly notes: readonly Note[]
}

export interface StatusFlags {
  /** Ask the ledger only. */
  readonly offline?: boolean
}

/** Reads the ledger, and asks the site once what is live. */
export async function status(operation: Operation, flags: StatusFlags = {}): Promise<Status> {
  const { options } = operation
  const { records, damage } = await openLedger(options).read()
  const held = new Set(baseline(records).map(({ id }) => id))
  const { zone, environment } = options.cloudflare
  const live = flags.offline || records.length === 0 ? undefined : await askLive(operation)
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
    owed: debts(records).map(({ urls, why }) => ({ urls: urls.length, why })),
    ...(live && { live }),
    notes: [
      ...damage.map(({ note }) => note),
      ...doubtful(records).flatMap(({ doubts }) => doubts),
    ],
  }
}

async function askLive(operation: Operation): Promise<LiveNow> {
  const { options } = operation
  const { now } = meansOf(operation)
  const ledger = openLedger(options, now)
  const { records } = await ledger.read()
  const held = baseline(records)
  const site = held.at(-1)?.site ?? siteOf(options)
  const { older } = await readKnowledge(ledger, { build: '' }, { site, now })
  const name = options.marker
  const marker = older
    .flatMap(({ assets }) => [...assets.keys()])
    .find((path) => name !== false && (path === name || path.endsWith(`/${name}`)))
  return readLiveNow(operation, {
    site,
    markerPath: marker ?? false,
    explained: new Set(held.flatMap(({ builds }) => builds.map(({ build }) => build))),
    older,
  })
}
