import type { Campaign } from './campaign.ts'
import { PHASES } from './phase.ts'
import type { RequestCounts } from './request-counts.ts'

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
  ...PHASES,
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
  return line(COLUMNS)
}

/** Gives one line for a campaign that found nothing stale: any other ends with its history. */
export function rowLine({ name, campaign, undisturbed, seconds }: KillRow): string {
  const { kills, inPhase, recovered, compared, hits, recoveryRequests } = campaign
  return line([
    name,
    kills,
    ...PHASES.map((phase) => inPhase.get(phase) ?? 0),
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

function line(cells: readonly (string | number)[]): string {
  return cells
    .map((cell, column) => `${cell}`.padStart(COLUMNS[column]?.length ?? 0))
    .join('  ')
    .trimEnd()
}
