/** How fast a CDN takes purges, as documented for one plan. Purge and invalidate draw from the same supply. */
export interface RateLimits {
  /** Requests by prefix, tag, host or everything: a bucket that is full at first and refills steadily. */
  readonly keys: {
    /** Requests that become possible again each second. */
    readonly perSecond: number
    /** Requests that may come at once. */
    readonly bucket: number
    /** Prefixes, tags or hosts one request may carry. */
    readonly maxPerRequest: number
  }
  /** Purges by exact URL, as an average. */
  readonly files: {
    readonly urlsPerSecond: number
    /** URLs one request may carry. */
    readonly maxPerRequest: number
  }
}

/** How much of the two supplies a purge takes. */
export interface Spending {
  readonly keyRequests: number
  readonly urls: number
}

/**
 * Gives the seconds that a purge takes at the documented rate, from full buckets and with nobody else drawing from them.
 * Keys and URLs are taken to be sent one after the other: an upper bound for a sender that overlaps them.
 */
export function secondsFor({ keyRequests, urls }: Spending, { keys, files }: RateLimits): number {
  const waiting = Math.max(0, keyRequests - keys.bucket) / keys.perSecond
  return waiting + urls / files.urlsPerSecond
}
