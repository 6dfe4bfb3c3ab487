import { PurgeError, type PurgeErrorCode } from './errors.ts'
import type { PlanRequest } from './plan.ts'
import type { Purger, PurgeReceipt } from './purger.ts'

/** What became of one request of a plan. */
export type PurgeOutcome =
  | { readonly kind: 'accepted'; readonly request: PlanRequest; readonly receipt: PurgeReceipt }
  | { readonly kind: 'failed'; readonly request: PlanRequest; readonly error: PurgeError }
  /** Not sent, as what an earlier request met would have met this one too, or the run was interrupted. */
  | { readonly kind: 'not-sent'; readonly request: PlanRequest }

/** After these every further request would fail the same way. */
const HOPELESS: ReadonlySet<PurgeErrorCode> = new Set<PurgeErrorCode>([
  'api-unreachable',
  'bad-credentials',
  'rate-limited',
  'url-refused',
])

/**
 * Sends the requests one after the other, in their order, and gives an outcome for each.
 * A refused request does not stop the others; an abort lets the request in flight end and sends no more.
 */
export async function* purge(
  requests: readonly PlanRequest[],
  purger: Purger,
  signal?: AbortSignal,
): AsyncGenerator<PurgeOutcome, void, undefined> {
  let stopped = false
  for (const request of requests) {
    if (stopped || signal?.aborted) {
      yield { kind: 'not-sent', request }
      continue
    }
    const outcome = await send(request, purger)
    if (outcome.kind === 'failed') stopped = HOPELESS.has(outcome.error.code)
    yield outcome
  }
}

async function send(request: PlanRequest, purger: Purger): Promise<PurgeOutcome> {
  try {
    return { kind: 'accepted', request, receipt: await purger.send(request.action, request) }
  } catch (error) {
    if (error instanceof PurgeError) return { kind: 'failed', request, error }
    throw error
  }
}
