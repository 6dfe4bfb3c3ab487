import type { Chance } from './chance.ts'
import type { Quirks } from './place.ts'
import type { Settings } from './settings.ts'

/** What kind of world a history happens in. */
export interface WorldKind {
  readonly settings: Settings
  readonly quirks: Readonly<Record<'staging' | 'production', Quirks>>
  /** Keys of the ledger are damaged now and then. */
  readonly isDamaged: boolean
}

export function chooseKind(chance: Chance): WorldKind {
  const isReached = !chance.percent(5)
  const marker = !chance.percent(12)
  const ignoresQuery = chance.percent(12)
  const refusesUrls = chance.percent(10)
  const settings = {
    marker,
    onUnknownBaseline: chance.percent(15) ? ('stable' as const) : ('site' as const),
    // Else nothing can ever be found out.
    origin: !isReached || (ignoresQuery && (refusesUrls || !marker)) || chance.percent(25),
    waitForLive: chance.percent(30) ? '20s' : 0,
  }
  const quirks: Quirks = {
    isReached,
    isSinglePage: chance.percent(25),
    isDeaf: false,
    ignoresQuery,
    lies304: chance.percent(25),
    servesStale: chance.percent(25),
    refusesUrls,
  }
  const isDamaged = chance.percent(25)
  const requireProof = chance.percent(8)
  return {
    settings: { ...settings, requireProof },
    quirks: { staging: quirks, production: { ...quirks } },
    isDamaged,
  }
}
