import type { ExecutionProgress, Note, Plan, PurgeOutcome } from '@cdn-purge/core'
import type { Means } from './means.ts'
import type { ResolvedOptions } from './options/options.ts'
import type { ProbeAnswer } from './site/probe-answer.ts'
import type { ExtraReason } from './purge/extra-reason.ts'
import type { Verdict } from './verify/verdict.ts'

/** What an operation tells while it works, in the order it happens. */
export type OperationEvent =
  | { readonly kind: 'note'; readonly note: Note }
  | { readonly kind: 'planned'; readonly plan: Plan }
  /** The new build is not live yet. */
  | {
      readonly kind: 'waiting'
      readonly answer: ProbeAnswer
      readonly waitedMs: number
      readonly ofMs: number
    }
  /** `way` is how the site was asked past the cache. */
  | { readonly kind: 'live'; readonly way: string }
  /** What became of a request of the plan, or of a part of one. */
  | { readonly kind: 'sent'; readonly outcome: PurgeOutcome }
  /** How far the plan is sent, in targets. */
  | ({ readonly kind: 'sending' } & ExecutionProgress)
  /** A request that no plan names. */
  | { readonly kind: 'extra'; readonly why: ExtraReason; readonly outcome: PurgeOutcome }
  /** A URL may be looked at more than once; the last verdict counts. */
  | {
      readonly kind: 'checked'
      readonly verdict: Verdict
      readonly done: number
      readonly total: number
    }

/** What every operation is given. */
export interface Operation {
  readonly options: ResolvedOptions
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onEvent: (event: OperationEvent) => void
  /** Aborted: what is under way ends, what was done stays recorded, nothing further begins. */
  readonly signal?: AbortSignal
  /** Do everything but write and purge. */
  readonly dryRun?: boolean
  /** @default the real ones */
  readonly means?: Means
}
