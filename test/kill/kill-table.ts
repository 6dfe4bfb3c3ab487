import type { Campaign } from './campaign.ts'
import { PHASES } from './phase.ts'
import type { RequestCounts } from './request-counts.ts'
import { SAYINGS } from './saying.ts'

export interface KillRow {
  readonly name: string
  readonly campaign: Campaign
  /** What the same deploys ask for while nothing goes wrong. */
  readonly undisturbed: RequestCounts
  readonly seconds: number
}

const COLUMNS = [
  'ledger',
  'kills',
  'too late',
  'recoveries',
  'stale',
  'compared',
  'from cache',
  'requests',
  'undisturbed',
  'purges',
  'undisturbed',
  'seconds',
]

export function headLine(): string {
  return line(COLUMNS, COLUMNS)
}

/** Gives one line for a campaign that found nothing stale: any other ends with its history. */
export function rowLine({ name, campaign, undisturbed, seconds }: KillRow): string {
  const { kills, tooLate, recovered, compared, hits, recoveryRequests } = campaign
  return line(COLUMNS, [
    name,
    kills.length,
    tooLate,
    recovered.length,
    0,
    compared,
    hits,
    recoveryRequests.calls,
    undisturbed.calls,
    recoveryRequests.purges,
    undisturbed.purges,
    Math.round(seconds),
  ])
}

const KILL_COLUMNS = [
  'ledger',
  'killed while',
  'kills',
  'left open',
  'left stale',
  'most stale',
  ...SAYINGS.map((saying) => `next: ${saying}`),
]

/** Gives the table of what kills left, by ledger and phase, and of what the next deploy said. */
export function killLines(campaigns: ReadonlyMap<string, Campaign>): string[] {
  const lines = [line(KILL_COLUMNS, KILL_COLUMNS)]
  for (const [name, campaign] of campaigns) {
    for (const phase of PHASES) {
      const kills = campaign.kills.filter((kill) => kill.phase === phase)
      const stale = kills.map(({ staleCopies }) => staleCopies)
      lines.push(
        line(KILL_COLUMNS, [
          name,
          phase,
          kills.length,
          kills.filter(({ openRecords }) => openRecords > 0).length,
          stale.filter((copies) => copies > 0).length,
          Math.max(0, ...stale),
          ...SAYINGS.map((saying) => kills.filter(({ nextSaid }) => nextSaid === saying).length),
        ]),
      )
    }
  }
  return lines
}

function line(columns: readonly string[], cells: readonly (string | number)[]): string {
  return cells
    .map((cell, column) => `${cell}`.padStart(columns[column]?.length ?? 0))
    .join('  ')
    .trimEnd()
}
