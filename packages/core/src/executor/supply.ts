import type { RateLimits } from '../planner/rate-limits.ts'
import type { PurgeBatch } from '../purger.ts'
import { createPace, type Pace } from './pace.ts'
import type { Flight } from './token-bucket.ts'

/** The purges that one account can do: exact URLs counted by URL, everything else by request. Times in ms. */
export interface Supply {
  /** In how long a batch may be sent: 0 for now, Infinity where an answer must come first. */
  waitMs(batch: PurgeBatch, now: number): number
  take(batch: PurgeBatch, now: number): Taken
  accepted(taken: Taken, now: number): void
  refused(taken: Taken, now: number): void
  /** Holds everything back, for as long as was told or a guess; `isNews` where the pace became slower for it. */
  exhausted(
    taken: Taken,
    toldMs: number | undefined,
    now: number,
  ): { readonly waitMs: number; readonly isNews: boolean }
  /** How long the rest takes from now on, from the supply's own arithmetic, and how fast that is. */
  forecast(rest: Rest, now: number): Forecast
}

/** What a batch took. */
export interface Taken {
  readonly by: PurgeBatch['by']
  readonly flight: Flight | undefined
}

/** What is still to be sent. */
export interface Rest {
  readonly urls: number
  readonly keyRequests: number
  /** Prefixes, tags and hosts in those requests. */
  readonly keys: number
}

export interface Forecast {
  readonly remainingMs: number
  /** URLs or keys, by what takes longer; undefined where nothing is known of the rate. */
  readonly perSecond: number | undefined
}

const FIRST_GUESS_MS = 1_000
const LONGEST_GUESS_MS = 60_000

/** Creates a supply that is full; one without limits where none are known. */
export function createSupply(rates: RateLimits | undefined, start: number): Supply {
  // One second's worth at once: a moving average has no other burst that could be relied on.
  const files =
    rates &&
    createPace(
      rates.files.urlsPerSecond,
      Math.max(rates.files.urlsPerSecond, rates.files.maxPerRequest),
      start,
    )
  const keys = rates && createPace(rates.keys.perSecond, rates.keys.bucket, start)
  let heldUntil = -Infinity
  let exhaustions = 0

  const paceOf = (by: PurgeBatch['by']): Pace | undefined => (by === 'files' ? files : keys)

  return {
    waitMs(batch, now) {
      const held = Math.max(0, heldUntil - now)
      const paced = paceOf(batch.by)?.waitMs(costOf(batch), now) ?? 0
      return Math.max(held, paced)
    },
    take(batch, now) {
      return { by: batch.by, flight: paceOf(batch.by)?.take(costOf(batch), now) }
    },
    accepted({ by, flight }, now) {
      exhaustions = 0
      if (flight) paceOf(by)?.accepted(flight, now)
    },
    refused({ by, flight }, now) {
      if (flight) paceOf(by)?.refused(flight, now)
    },
    exhausted({ by, flight }, toldMs, now) {
      const pace = paceOf(by)
      const isNews = flight && pace ? pace.exhausted(flight, now) : exhaustions === 0
      const refill = pace && flight ? (flight.tokens / pace.perSecond()) * 1000 : 0
      const guess = Math.max(refill, FIRST_GUESS_MS * 2 ** exhaustions)
      const waitMs = toldMs || Math.min(LONGEST_GUESS_MS, guess)
      exhaustions++
      heldUntil = Math.max(heldUntil, now + waitMs)
      return { waitMs: heldUntil - now, isNews }
    },
    forecast(rest, now) {
      const byUrl = rest.urls > 0 ? (files?.remainingMs(rest.urls, now) ?? 0) : 0
      const byKey = rest.keyRequests > 0 ? (keys?.remainingMs(rest.keyRequests, now) ?? 0) : 0
      const held = Math.max(0, heldUntil - now)
      const isByUrl = byUrl > byKey || rest.keyRequests === 0
      const keysEach = rest.keyRequests > 0 ? rest.keys / rest.keyRequests : 1
      const perSecond = isByUrl ? files?.perSecond() : keys && keys.perSecond() * keysEach
      return { remainingMs: Math.max(held, byUrl, byKey), perSecond }
    },
  }
}

function costOf({ by, targets }: PurgeBatch): number {
  return by === 'files' ? targets.length : 1
}
