import { PurgeError } from '../errors.ts'
import type { PlanRequest } from '../plan/plan-format.ts'
import type { PurgeReceipt, Purger } from '../purger.ts'
import type { Supply, Taken } from './supply.ts'

/** What came back for one request. */
export interface Answer {
  readonly request: PlanRequest
  readonly taken: Taken
  /** When it came. */
  readonly at: number
  readonly said: Said
}

type Said =
  | { readonly kind: 'accepted'; readonly receipt: PurgeReceipt }
  | { readonly kind: 'refused'; readonly error: PurgeError }
  /** A bug, which is nobody's to catch. */
  | { readonly kind: 'broken'; readonly error: unknown }

/** Requests that are under way. */
export interface Traffic {
  send(request: PlanRequest): void
  /** How many were sent whose answer was not given by `next`. */
  underWay(): number
  /** Gives the next answer, or undefined once the time is up or the signal is aborted; Infinity waits for an answer only. */
  next(waitMs: number, signal: AbortSignal | undefined): Promise<Answer | undefined>
}

export interface TrafficMeans {
  readonly supply: Supply
  readonly now: () => number
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** Creates the traffic to one purger. What is under way is not aborted: nobody would know whether it was done. */
export function createTraffic(purger: Purger, { supply, now, sleep }: TrafficMeans): Traffic {
  const answers: Answer[] = []
  let underWay = 0
  let wake: (() => void) | undefined

  async function ask(request: PlanRequest, taken: Taken): Promise<void> {
    let said: Said
    try {
      said = { kind: 'accepted', receipt: await purger.send(request.action, request) }
    } catch (error) {
      said = error instanceof PurgeError ? { kind: 'refused', error } : { kind: 'broken', error }
    }
    answers.push({ request, taken, at: now(), said })
    wake?.()
  }

  return {
    send(request) {
      underWay++
      void ask(request, supply.take(request, now()))
    },
    underWay: () => underWay,
    async next(waitMs, signal) {
      if (answers.length === 0) {
        const answered = new Promise<void>((resolve) => {
          wake = resolve
        })
        if (waitMs === Infinity) await answered
        else {
          const timer = new AbortController()
          const either = signal ? AbortSignal.any([signal, timer.signal]) : timer.signal
          await Promise.race([answered, sleep(waitMs, either)])
          timer.abort()
        }
      }
      const answer = answers.shift()
      if (answer) underWay--
      return answer
    },
  }
}
