import type { Quirks } from './place.ts'

/** What a project and its site are like, set once for a history. */
export interface Settings {
  readonly marker: boolean
  readonly onUnknownBaseline: 'site' | 'stable'
  /** The origin can be asked itself. */
  readonly origin: boolean
  readonly waitForLive: string | number
  readonly requireProof: boolean
}

/** Where a history is told to. */
export interface Tell {
  readonly say: (line: string) => void
  /** Every effect, for whoever wants to know it all. */
  readonly trace: (line: string) => void
  readonly count: (what: string) => void
}

export interface WorldOptions {
  /** An empty folder. */
  readonly root: string
  readonly settings: Settings
  readonly quirks: Readonly<Record<'staging' | 'production', Quirks>>
  readonly tell: Tell
}

export const HOUR = 3_600_000
