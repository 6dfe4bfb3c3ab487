import {
  PurgeError,
  purge,
  type Plan,
  type PlanRequest,
  type PurgeOutcome,
  type Purger,
} from '@cdn-purge/core'
import type { Operation } from './operation.ts'

export interface SendPlanOptions {
  readonly purger: Purger
  /** Gives the plan for an environment that refuses exact URLs, or undefined where it must not be widened. */
  readonly replan: () => Plan | undefined
}

export interface SentPlan {
  readonly outcomes: readonly PurgeOutcome[]
  /** True where the environment refused exact URLs and a wider plan was sent in its place. */
  readonly widened: boolean
}

/** Sends a plan, and where the environment refuses exact URLs (1136) the wider one, which is shown first. */
export async function sendPlan(
  operation: Operation,
  plan: Plan,
  { purger, replan }: SendPlanOptions,
): Promise<SentPlan> {
  const outcomes = await send(operation, plan.requests, purger)
  const refused = outcomes.some(
    (outcome) => outcome.kind === 'failed' && outcome.error.code === 'url-refused',
  )
  const wider = refused ? replan() : undefined
  if (!wider) return { outcomes, widened: false }
  operation.onEvent({ kind: 'planned', plan: wider })
  return { outcomes: await send(operation, wider.requests, purger), widened: true }
}

async function send(
  { onEvent, signal }: Operation,
  requests: readonly PlanRequest[],
  purger: Purger,
): Promise<PurgeOutcome[]> {
  const outcomes: PurgeOutcome[] = []
  for await (const outcome of purge(requests, purger, signal)) {
    outcomes.push(outcome)
    onEvent({ kind: 'sent', outcome, done: outcomes.length, total: requests.length })
  }
  return outcomes
}

/** Gives the error that a failed purge is reported with, or nothing where every request was accepted. */
export function failureOf(outcomes: readonly PurgeOutcome[]): PurgeError | undefined {
  const failed = outcomes.find((outcome) => outcome.kind === 'failed')
  if (failed) return failed.error
  if (outcomes.every((outcome) => outcome.kind === 'accepted')) return undefined
  return new PurgeError('interrupted', 'The purge was interrupted.')
}
