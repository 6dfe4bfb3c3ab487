import { setTimeout as wait } from 'node:timers/promises'
import { connect, type Connection } from './purge/connect.ts'
import type { Operation } from './operation.ts'
import { createSiteClient, type SiteClient, type SiteClientOptions } from './site/site-client.ts'

/** All through which an operation reaches the world, the ledger's store apart. */
export interface Means {
  readonly connect: (operation: Operation) => Promise<Connection>
  readonly createSiteClient: (options: SiteClientOptions) => SiteClient
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Milliseconds on a clock that nobody sets. */
  readonly elapsed: () => number
  /** Ends early, without an error, once the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** The real world: the API, the site, the clock. */
export const REAL_MEANS: Means = {
  connect,
  createSiteClient,
  now: Date.now,
  elapsed: () => performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
}

/** Gives the means of an operation: those that it names, else the real ones. */
export function meansOf({ means }: Pick<Operation, 'means'>): Means {
  return means ?? REAL_MEANS
}
