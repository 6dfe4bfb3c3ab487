import type { Note, Plan, PurgeOutcome } from '@cdn-purge/core'
import type { OperationEvent } from '../operation.ts'
import type { ExtraReason } from '../purge/extra-reason.ts'
import type { Verdict } from '../verify/verdict.ts'

/** What an operation told, kept for the report at its end. */
export interface Observed {
  readonly observe: (event: OperationEvent) => void
  readonly notes: readonly Note[]
  /** In the order they were made: a second one where the environment refused the first. */
  readonly plans: readonly Plan[]
  /** Without those of a plan that was refused and replaced. */
  readonly outcomes: readonly PurgeOutcome[]
  /** Requests that no plan names. */
  readonly extras: readonly Extra[]
  /** The last of each URL. */
  readonly verdicts: () => readonly Verdict[]
}

/** A request that no plan names, and what became of it. */
export interface Extra {
  readonly why: ExtraReason
  readonly outcome: PurgeOutcome
}

export function createObserved(): Observed {
  const notes: Note[] = []
  const plans: Plan[] = []
  const outcomes: PurgeOutcome[] = []
  const extras: Extra[] = []
  const verdicts = new Map<string, Verdict>()
  return {
    notes,
    plans,
    outcomes,
    extras,
    verdicts: () => [...verdicts.values()],
    observe(event) {
      if (event.kind === 'note') notes.push(event.note)
      if (event.kind === 'planned') {
        plans.push(event.plan)
        // A second plan takes the place of one that was refused.
        if (outcomes.some(({ kind }) => kind === 'failed')) outcomes.length = 0
      }
      if (event.kind === 'sent') outcomes.push(event.outcome)
      if (event.kind === 'checked') verdicts.set(event.verdict.url, event.verdict)
      if (event.kind === 'extra') extras.push(event)
    },
  }
}
