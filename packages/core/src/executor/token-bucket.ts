/** What is known, from this side alone, of a supply that refills steadily at the other. All times in ms. */
export interface TokenBucket {
  /** In how long so many tokens are there: 0 for now, Infinity where only an answer can tell. */
  waitMs(tokens: number, now: number): number
  /** Takes tokens for a request that leaves now. */
  take(tokens: number, now: number): Flight
  /** The request has certainly arrived, as its answer came. */
  landed(flight: Flight, now: number): void
  /** The other side says that nothing is left. */
  drain(now: number): void
  /** Tokens there are, fractions included. */
  level(now: number): number
  /** Changes how fast it refills, from now on. */
  setRate(perSecond: number, now: number): void
}

/** Tokens of a request that is under way. */
export interface Flight {
  readonly tokens: number
  readonly sentAt: number
}

/** A request has arrived after this time at the latest, whenever its answer comes. More than this would slow down long purges. */
const LANDS_WITHIN_MS = 800

/** Sums of fractions fall short of whole tokens by rounding. */
const ROUNDING = 1e-9

/**
 * Creates a full bucket that never believes in more tokens than the other side has, however long each request takes to arrive: the
 * other bucket stays full, and gains nothing, until a request arrives. So what is still under way counts against the capacity.
 */
export function createTokenBucket(perSecond: number, capacity: number, start: number): TokenBucket {
  let rate = perSecond / 1000
  let tokens = capacity
  let at = start
  let underWay = 0
  // In the order in which they were sent.
  const flights = new Set<Flight>()

  function refill(until: number): void {
    if (until <= at) return
    tokens = Math.max(tokens, Math.min(capacity - underWay, tokens + (until - at) * rate))
    at = until
  }

  function end(flight: Flight): void {
    if (flights.delete(flight)) underWay -= flight.tokens
  }

  function advance(now: number): void {
    for (const flight of flights) {
      const lands = flight.sentAt + LANDS_WITHIN_MS
      if (lands > now) break
      refill(lands)
      end(flight)
    }
    refill(now)
  }

  return {
    waitMs(wanted, now) {
      advance(now)
      const needed = Math.min(wanted, capacity) - ROUNDING
      let level = tokens
      let from = now
      let free = capacity - underWay
      for (const flight of [...flights, undefined]) {
        const lands = flight ? flight.sentAt + LANDS_WITHIN_MS : Infinity
        if (level >= needed) return from - now
        const ready = from + (needed - level) / rate
        if (free >= needed && ready <= lands) return ready - now
        if (!flight) break
        level = Math.max(level, Math.min(free, level + (lands - from) * rate))
        from = lands
        free += flight.tokens
      }
      return Infinity
    },
    take(wanted, now) {
      advance(now)
      const flight = { tokens: Math.min(wanted, capacity), sentAt: now }
      tokens -= flight.tokens
      underWay += flight.tokens
      flights.add(flight)
      return flight
    },
    landed(flight, now) {
      advance(now)
      end(flight)
    },
    drain(now) {
      advance(now)
      tokens = Math.min(tokens, 0)
    },
    level(now) {
      advance(now)
      return tokens
    },
    setRate(next, now) {
      advance(now)
      rate = next / 1000
    },
  }
}
