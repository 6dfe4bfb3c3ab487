import type { Note, Plan, PurgeOutcome } from '@cdn-purge/core'
import type { OperationEvent } from '../operation.ts'
import type { Verdict } from '../verify.ts'

/** What an operation told, kept for the report at its end. */
export interface Observed {
  readonly observe: (event: OperationEvent) => void
  readonly notes: readonly Note[]
  /** In the order they were made: a second one where the environment refused the first. */
  readonly plans: readonly Plan[]
  /** Of the last plan. */
  readonly outcomes: readonly PurgeOutcome[]
  readonly verdicts: readonly Verdict[]
}

export function createObserved(): Observed {
  const notes: Note[] = []
  const plans: Plan[] = []
  const outcomes: PurgeOutcome[] = []
  const verdicts: Verdict[] = []
  return {
    notes,
    plans,
    outcomes,
    verdicts,
    observe(event) {
      if (event.kind === 'note') notes.push(event.note)
      if (event.kind === 'planned') {
        plans.push(event.plan)
        // A second plan takes the place of one that was refused.
        outcomes.length = 0
      }
      if (event.kind === 'sent') outcomes.push(event.outcome)
      if (event.kind === 'checked') verdicts.push(event.verdict)
    },
  }
}
