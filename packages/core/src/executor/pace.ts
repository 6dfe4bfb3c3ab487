import { createTokenBucket, type Flight } from './token-bucket.ts'

/** How fast one kind of purge goes: as documented, or slower while others draw from the same supply. Times in ms. */
export interface Pace {
  /** See `TokenBucket`. */
  waitMs(cost: number, now: number): number
  take(cost: number, now: number): Flight
  accepted(flight: Flight, now: number): void
  /** Refused for another reason than its rate. */
  refused(flight: Flight, now: number): void
  /** Refused as nothing is left, although there should have been; says whether that is news. */
  exhausted(flight: Flight, now: number): boolean
  /** In how long so much more can have been sent. */
  remainingMs(cost: number, now: number): number
  /** What it reckons with, in cost per second. */
  perSecond(): number
}

/** Clocks differ and count in whole milliseconds: a little slower than documented is never too fast. */
const MARGIN = 0.98

/** Slower than this part of what is documented it never reckons. */
const LEAST_SHARE = 1 / 128

/** After so many requests in a row it tries to go faster again, later after each time that this went wrong. */
const CALM_REQUESTS = 10
const MOST_CALM_REQUESTS = 320
const RAISE = 1.25

/** Where the supply is exhausted again, it becomes slower by this at least. */
const LOWER = 0.9

/** Creates a pace for a supply that is full now. */
export function createPace(documented: number, capacity: number, start: number): Pace {
  const most = documented * MARGIN
  const bucket = createTokenBucket(most, capacity, start)
  let rate = most
  let exhaustedAt = -Infinity
  /** Cost of what was accepted since then. */
  let spent = 0
  let calm = 0
  let calmNeeded = CALM_REQUESTS

  function setRate(next: number, now: number): void {
    rate = Math.min(most, Math.max(most * LEAST_SHARE, next))
    bucket.setRate(rate, now)
    calm = 0
  }

  return {
    waitMs: (cost, now) => bucket.waitMs(cost, now),
    take: (cost, now) => bucket.take(cost, now),
    accepted(flight, now) {
      bucket.landed(flight, now)
      spent += flight.tokens
      calm++
      if (rate < most && calm >= calmNeeded) setRate(rate * RAISE, now)
    },
    refused: (flight, now) => bucket.landed(flight, now),
    exhausted(flight, now) {
      bucket.landed(flight, now)
      bucket.drain(now)
      // Several that were under way at once meet the same empty supply.
      if (flight.sentAt <= exhaustedAt) return false
      // From one time that nothing was left to the next, what was accepted is exactly what the others leave.
      const share = (spent / (now - exhaustedAt)) * 1000
      const isFirst = exhaustedAt === -Infinity
      setRate(isFirst ? rate / 2 : Math.min(rate * LOWER, Math.max(rate / 2, share)), now)
      if (!isFirst) calmNeeded = Math.min(MOST_CALM_REQUESTS, calmNeeded * 2)
      exhaustedAt = now
      spent = 0
      return true
    },
    remainingMs: (cost, now) => (Math.max(0, cost - Math.max(0, bucket.level(now))) / rate) * 1000,
    perSecond: () => rate,
  }
}
