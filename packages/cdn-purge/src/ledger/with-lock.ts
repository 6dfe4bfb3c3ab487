import { PurgeError, type Lease, type Note } from '@cdn-purge/core'
import { meansOf } from '../means.ts'
import type { Operation } from '../operation.ts'
import { NO_LEASES } from '../stores/lazy-store.ts'
import { openStore } from '../stores/open-store.ts'
import { ledgerPrefix } from './open-ledger.ts'

/** Whoever dies holds up the others for so long. */
const LEASE_MS = 60_000
const ASK_AGAIN_MS = 1_000
/** Longer than a run waits for its build and purges; whoever still waits goes on without. */
const PATIENCE_MS = 15 * 60_000

/** Lets one run at a time purge an environment, where `lock` asks for it. Two at once are right too, and ask for more than they need. */
export async function withLock<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
  const { options, onEvent, dryRun = false } = operation
  if (!options.lock || dryRun) return work()
  const lease = await waitForLease(operation)
  if (!lease) {
    onEvent({ kind: 'note', note: GOES_ON })
    return work()
  }
  const renewing = setInterval(() => {
    // The store says at the next record that it cannot be reached.
    lease.renew().catch(() => undefined)
  }, LEASE_MS / 3)
  try {
    return await work()
  } finally {
    clearInterval(renewing)
    // It runs out by itself.
    await lease.release().catch(() => undefined)
  }
}

/** Gives undefined where it takes too long, or the run is given up meanwhile. */
async function waitForLease(operation: Operation): Promise<Lease | undefined> {
  const { options, onEvent, signal } = operation
  const { sleep, elapsed } = meansOf(operation)
  const store = openStore(options.ledger)
  if (!store.lease) throw new PurgeError('bad-option', NO_LEASES)
  const started = elapsed()
  let isSaid = false
  for (;;) {
    const lease = await store.lease(ledgerPrefix(options), LEASE_MS)
    if (lease || signal?.aborted === true || elapsed() - started >= PATIENCE_MS) return lease
    if (!isSaid) onEvent({ kind: 'note', note: WAITS })
    isSaid = true
    await sleep(ASK_AGAIN_MS, signal)
  }
}

const WAITS: Note = {
  code: 'locked',
  text: 'Another run has the lock of this environment; this one waits until it ends.',
}

const GOES_ON: Note = {
  code: 'lock-not-taken',
  text: 'The lock of this environment was not to be had, so this run goes on without it.',
}
