import type { RateLimits } from '@cdn-purge/core'

/** The plan of a zone, as far as it decides what one request may carry. */
export type CloudflarePlan = 'free' | 'pro' | 'business' | 'enterprise'

/** What one request may carry. */
export interface RequestLimits {
  readonly maxUrls: number
  /** Tags, hosts or prefixes. */
  readonly maxKeys: number
}

/**
 * What each plan takes and how fast. The pool is shared by all zones of an account that have the plan.
 *
 * @see https://developers.cloudflare.com/cache/how-to/purge-cache/#availability-and-limits
 */
const RATES: Readonly<Record<CloudflarePlan, RateLimits>> = {
  free: {
    keys: { perSecond: 5 / 60, bucket: 25, maxPerRequest: 100 },
    files: { urlsPerSecond: 800, maxPerRequest: 100 },
  },
  pro: {
    keys: { perSecond: 5, bucket: 25, maxPerRequest: 100 },
    files: { urlsPerSecond: 1_500, maxPerRequest: 100 },
  },
  business: {
    keys: { perSecond: 10, bucket: 50, maxPerRequest: 100 },
    files: { urlsPerSecond: 1_500, maxPerRequest: 100 },
  },
  enterprise: {
    keys: { perSecond: 50, bucket: 500, maxPerRequest: 100 },
    files: { urlsPerSecond: 3_000, maxPerRequest: 500 },
  },
}

/**
 * Items that every zone has taken since long before today's limits; where a request is refused as too long, it is not
 * made shorter than this.
 *
 * @see https://github.com/cloudflare/cloudflare-docs/issues/21338
 */
export const SAFE_ITEMS = 30

/** @see https://developers.cloudflare.com/api/resources/cache/methods/purge_environment/ */
export const MAX_ID_LENGTH = 32

/** @see https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags/ */
export const MAX_TAG_LENGTH = 1024

/** Slashes in one prefix. @see https://developers.cloudflare.com/cache/how-to/purge-cache/purge_by_prefix/ */
export const MAX_PREFIX_SEPARATORS = 31

/** Over it the API answers 1114, by the older list of its error codes. */
export const MAX_HOST_LENGTH = 200

/**
 * Gives what a zone or an environment takes and how fast. Only Enterprise zones have environments, so an environment implies that plan.
 *
 * @see https://developers.cloudflare.com/version-management/
 */
export function rateLimits(plan: CloudflarePlan, scope: 'zone' | 'environment'): RateLimits {
  return RATES[scope === 'environment' ? 'enterprise' : plan]
}

/** Gives what one request may carry. */
export function requestLimits(plan: CloudflarePlan, scope: 'zone' | 'environment'): RequestLimits {
  const { keys, files } = rateLimits(plan, scope)
  return { maxUrls: files.maxPerRequest, maxKeys: keys.maxPerRequest }
}

/** True for the four plans that the limits are known of. */
export function isPlan(value: unknown): value is CloudflarePlan {
  return typeof value === 'string' && Object.hasOwn(RATES, value)
}
