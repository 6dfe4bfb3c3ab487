import type { PurgeError } from '../errors.ts'
import type { Note } from '../note.ts'
import type { PlanRequest } from '../plan/plan-format.ts'
import type { Limits, PurgeReceipt } from '../purger.ts'

/** What became of a request of a plan, or of a part of one: every target has exactly one outcome. */
export type PurgeOutcome =
  | { readonly kind: 'accepted'; readonly request: PlanRequest; readonly receipt: PurgeReceipt }
  | { readonly kind: 'failed'; readonly request: PlanRequest; readonly error: PurgeError }
  /** Not sent, as what an earlier request met would have met this one too, or the run was interrupted. */
  | { readonly kind: 'not-sent'; readonly request: PlanRequest }

/** What was found out about a purger that takes less than was known; worth to be remembered. */
export type Learned = Partial<Limits>

/** How far an execution is. */
export interface ExecutionProgress {
  /** Targets that have an outcome. */
  readonly done: number
  readonly total: number
  /** How long the rest takes at the rate that is reckoned with; answers may take longer. */
  readonly remainingMs: number
  /** Targets a second at that rate; undefined where nothing is known of it. */
  readonly perSecond: number | undefined
}

/** What an execution tells, in the order it happens. */
export type ExecutionEvent =
  | PurgeOutcome
  /** At the start, after every outcome, and whenever it has to wait for long. */
  | ({ readonly kind: 'progress' } & ExecutionProgress)
  | { readonly kind: 'note'; readonly note: Note }

/** True for what became of a request. */
export function isOutcome(event: ExecutionEvent): event is PurgeOutcome {
  return event.kind === 'accepted' || event.kind === 'failed' || event.kind === 'not-sent'
}

/** Puts what was learned over what is documented. */
export function narrowLimits(limits: Limits, { maxUrls, maxKeys, acceptsUrls }: Learned): Limits {
  return {
    maxUrls: Math.min(limits.maxUrls, maxUrls ?? Infinity),
    maxKeys: Math.min(limits.maxKeys, maxKeys ?? Infinity),
    acceptsUrls: limits.acceptsUrls && (acceptsUrls ?? true),
  }
}
