import type { Chance } from './chance.ts'

/** Something that can happen. */
export interface Step {
  /** Of several that are possible it is likelier by so much. */
  readonly weight: number
  readonly says: string
  readonly does: () => void | Promise<void>
}

export function often(weight: number, says: string, does: Step['does']): Step {
  return { weight, says, does }
}

/** What a step needs to know to happen. */
export interface Choosing {
  readonly chance: Chance
  readonly isDamaged: boolean
  readonly say: (line: string) => void
  readonly count: (what: string) => void
}
