/** The plan of a zone, as far as it decides what one request may carry. */
export type CloudflarePlan = 'free' | 'pro' | 'business' | 'enterprise'

/** What one request may carry. */
export interface RequestLimits {
  readonly maxUrls: number
  /** Tags, hosts or prefixes. */
  readonly maxKeys: number
}

/**
 * What one request may carry, by plan.
 *
 * @see https://developers.cloudflare.com/cache/how-to/purge-cache/#availability-and-limits
 */
const LIMITS: Readonly<Record<CloudflarePlan, RequestLimits>> = {
  free: { maxUrls: 100, maxKeys: 100 },
  pro: { maxUrls: 100, maxKeys: 100 },
  business: { maxUrls: 100, maxKeys: 100 },
  enterprise: { maxUrls: 500, maxKeys: 100 },
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
 * Gives what one request may carry. Only Enterprise zones have environments, so an environment implies that plan.
 *
 * @see https://developers.cloudflare.com/version-management/
 */
export function requestLimits(plan: CloudflarePlan, scope: 'zone' | 'environment'): RequestLimits {
  return LIMITS[scope === 'environment' ? 'enterprise' : plan]
}

/** True for the four plans that the limits are known of. */
export function isPlan(value: unknown): value is CloudflarePlan {
  return typeof value === 'string' && Object.hasOwn(LIMITS, value)
}
