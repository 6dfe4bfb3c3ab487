import { createLedger, type Ledger, type Store } from '@cdn-purge/core'
import { randomBytes } from 'node:crypto'
import type { ResolvedOptions } from '../options/options.ts'
import { openStore } from '../stores/open-store.ts'

/** Opens the ledger of the target environment. Environments share a store and never a record. */
export function openLedger(
  options: Pick<ResolvedOptions, 'cloudflare' | 'ledger'>,
  now: () => number = Date.now,
): Ledger {
  return ledgerAt(openStore(options.ledger), ledgerPrefix(options), now)
}

/** Opens every ledger that a store holds, whatever its zone and environment. */
export async function openLedgers(ledger: string | Store): Promise<Ledger[]> {
  const store = openStore(ledger)
  const prefixes = (await store.list('')).flatMap(
    (key) => /^[^/]+\/[^/]+\/(?=records\/)/.exec(key) ?? [],
  )
  return [...new Set(prefixes)].map((prefix) => ledgerAt(store, prefix))
}

/** `example.com/staging/`; a zone or environment given by id has a ledger of its own. */
export function ledgerPrefix({ cloudflare }: Pick<ResolvedOptions, 'cloudflare'>): string {
  const environment = cloudflare.environment ?? 'production'
  return [cloudflare.zone, environment]
    .map((part) => `${encodeURIComponent(part.toLowerCase())}/`)
    .join('')
}

function ledgerAt(store: Store, prefix: string, now: () => number = Date.now): Ledger {
  return createLedger(store, {
    prefix,
    now,
    newId: () => randomBytes(6).toString('hex'),
  })
}
