/** A supply that refills steadily up to a limit. */
export interface TokenBucket {
  /** Takes tokens, or gives in how many milliseconds there will be enough. */
  take(
    tokens: number,
  ): { readonly taken: true } | { readonly taken: false; readonly waitMs: number }
  /** Tokens there are now, whole ones. */
  left(): number
}

/** Creates a full bucket. */
export function createTokenBucket(
  limits: { readonly perSecond: number; readonly capacity: number },
  clock: () => number,
): TokenBucket {
  let tokens = limits.capacity
  let refilledAt = clock()

  function refill(): void {
    const now = clock()
    const elapsedMs = Math.max(0, now - refilledAt)
    tokens = Math.min(limits.capacity, tokens + (elapsedMs / 1000) * limits.perSecond)
    refilledAt = now
  }

  return {
    take(wanted) {
      refill()
      // Sums of fractions fall short of whole tokens by rounding.
      const missing = Math.min(wanted, limits.capacity) - tokens
      if (missing > 1e-9) return { taken: false, waitMs: (missing / limits.perSecond) * 1000 }
      tokens -= wanted
      return { taken: true }
    },
    left() {
      refill()
      return Math.max(0, Math.floor(tokens + 1e-9))
    },
  }
}
