import { PurgeError, isOutcome, type Executor, type Plan, type PurgeOutcome } from '@cdn-purge/core'
import type { Operation } from '../operation.ts'
import { openSendProgress, type SendLog } from './send-progress.ts'

export interface SendPlanOptions {
  readonly executor: Executor
  /** Gives the plan for an environment that refuses exact URLs, or undefined where it must not be widened. */
  readonly replan: () => Plan | undefined
  /** Where what was accepted is noted, for a run that goes on after this one was killed; undefined where none may. */
  readonly log?: SendLog | undefined
}

export interface SentPlan {
  readonly outcomes: readonly PurgeOutcome[]
  /** What was sent: the wider plan where the environment refused exact URLs. */
  readonly plan: Plan
}

/** Sends a plan, and where the environment refuses exact URLs (1136) the wider one, which is shown first. */
export async function sendPlan(
  operation: Operation,
  plan: Plan,
  { executor, replan, log }: SendPlanOptions,
): Promise<SentPlan> {
  const outcomes = await send(operation, plan, { executor, log })
  const refused = outcomes.some(
    (outcome) => outcome.kind === 'failed' && outcome.error.code === 'url-refused',
  )
  const wider = refused ? replan() : undefined
  if (!wider) return { outcomes, plan }
  operation.onEvent({ kind: 'planned', plan: wider })
  return { outcomes: await send(operation, wider, { executor, log }), plan: wider }
}

async function send(
  { onEvent, signal }: Operation,
  plan: Plan,
  { executor, log }: Pick<SendPlanOptions, 'executor' | 'log'>,
): Promise<PurgeOutcome[]> {
  const progress = await openSendProgress(plan, log)
  if (progress.skipped > 0) onEvent({ kind: 'note', note: resumed(progress.skipped) })
  const outcomes: PurgeOutcome[] = []
  for await (const event of executor.execute(progress.phases, signal)) {
    if (!isOutcome(event)) {
      onEvent(event.kind === 'progress' ? { ...event, kind: 'sending' } : event)
      continue
    }
    outcomes.push(event)
    if (event.kind === 'accepted') await progress.accepted(event.request)
    onEvent({ kind: 'sent', outcome: event })
  }
  await progress.end(outcomes.every(({ kind }) => kind === 'accepted'))
  return outcomes
}

function resumed(count: number) {
  const text = `${count} of its targets were accepted by a run of this very plan that did not end: only the rest is sent.`
  return { code: 'resumed', text }
}

/** Gives the error that a failed purge is reported with, or nothing where every request was accepted. */
export function failureOf(outcomes: readonly PurgeOutcome[]): PurgeError | undefined {
  const failed = outcomes.find((outcome) => outcome.kind === 'failed')
  if (failed) return failed.error
  if (outcomes.every((outcome) => outcome.kind === 'accepted')) return undefined
  return new PurgeError('interrupted', 'The purge was interrupted.')
}
