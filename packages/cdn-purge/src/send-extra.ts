import { purge, type PlanRequest, type PurgeOutcome, type Purger } from '@cdn-purge/core'
import type { Operation } from './operation.ts'

/** Why a request is sent that no plan names: to ask for the marker past the cache, or to heal what stayed stale. */
export type ExtraReason = 'ask-marker' | 'heal-exactly' | 'heal-variants'

/** Sends requests beside the plan's, each told and counted. */
export async function sendExtra(
  { onEvent, signal }: Pick<Operation, 'onEvent' | 'signal'>,
  purger: Purger,
  { why, requests }: { readonly why: ExtraReason; readonly requests: readonly PlanRequest[] },
): Promise<PurgeOutcome[]> {
  const outcomes: PurgeOutcome[] = []
  for await (const outcome of purge(requests, purger, signal)) {
    outcomes.push(outcome)
    onEvent({ kind: 'extra', why, outcome })
  }
  return outcomes
}
