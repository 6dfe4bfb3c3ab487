import { isOutcome, type Executor, type PlanRequest, type PurgeOutcome } from '@cdn-purge/core'
import type { Operation } from '../operation.ts'
import type { ExtraReason } from './extra-reason.ts'

/** Sends requests beside the plan's, each told and counted. */
export async function sendExtra(
  { onEvent, signal }: Pick<Operation, 'onEvent' | 'signal'>,
  executor: Executor,
  { why, requests }: { readonly why: ExtraReason; readonly requests: readonly PlanRequest[] },
): Promise<PurgeOutcome[]> {
  const outcomes: PurgeOutcome[] = []
  for await (const event of executor.execute([requests], signal)) {
    if (event.kind === 'note') onEvent(event)
    if (!isOutcome(event)) continue
    outcomes.push(event)
    onEvent({ kind: 'extra', why, outcome: event })
  }
  return outcomes
}
