import { setTimeout as wait } from 'node:timers/promises'

/** What goes wrong, once a request is chosen. */
export type FaultKind =
  /**
   * Answered with this status instead of being done. For the API with these fields of the error.
   */
  | {
      readonly kind: 'fail'
      readonly status: number
      readonly code?: number
      readonly message?: string
      readonly retryAfterSeconds?: number
    }
  /** Done after this many milliseconds. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Done when the promise settles; for tests that must not sleep. */
  | { readonly kind: 'hold'; readonly until: Promise<unknown> }
  /** The connection is closed and nothing is done. */
  | { readonly kind: 'cut' }
  /** Done, and then the connection is closed before or within the answer. */
  | { readonly kind: 'cut-after' }
  /** API only: status 200, `success: false`, nothing done. */
  | { readonly kind: 'success-false' }
  /** API only: status 200 with `success: true` and a null result, nothing done. */
  | { readonly kind: 'null-result' }
  /** API only: status 200 with an HTML page, nothing done. */
  | { readonly kind: 'html' }
  /** API only: done, with half of the JSON answered. */
  | { readonly kind: 'truncate' }
  /** API only: answered as a success, nothing evicted. */
  | { readonly kind: 'ignore' }

/** A fault: which requests, and what goes wrong. */
export type Fault = FaultKind & {
  /** Purge API, fetches from the origin, or visits. */
  readonly on: 'api' | 'origin' | 'visit'
  /** Which of the matching requests, counted from 1 since the faults were set. @default 'all' */
  readonly nth?: number | 'all'
  /** Only requests whose path and query match. */
  readonly match?: RegExp | string
}

/** The faults in force. */
export interface Faults {
  set(faults: readonly Fault[]): void
  /** Counts a request, waits where a fault delays it, and gives what else goes wrong. */
  next(on: Fault['on'], path: string): Promise<BreakingFault | undefined>
}

/** A fault that does more than take time. */
export type BreakingFault = Exclude<FaultKind, { readonly kind: 'delay' | 'hold' }>

/** Creates the register of faults. */
export function createFaults(initial: readonly Fault[]): Faults {
  let counted = initial.map((fault) => ({ fault, seen: 0 }))

  return {
    set(faults) {
      counted = faults.map((fault) => ({ fault, seen: 0 }))
    },
    async next(on, path) {
      const matching = counted.filter(
        ({ fault }) => fault.on === on && new RegExp(fault.match ?? '').test(path),
      )
      // Counted before anything is awaited, so that requests at once get different numbers.
      for (const entry of matching) entry.seen += 1
      const due = matching
        .filter(({ fault, seen }) => (fault.nth ?? 'all') === 'all' || fault.nth === seen)
        .map(({ fault }) => fault)
      let breaking: BreakingFault | undefined
      for (const fault of due) {
        if (fault.kind === 'delay') await wait(fault.ms)
        else if (fault.kind === 'hold') await fault.until
        else breaking ??= fault
      }
      return breaking
    },
  }
}
