/** A plan of a zone, as `zone.plan.legacy_id` names it. */
export type Plan = 'free' | 'pro' | 'business' | 'enterprise'

/** Every plan, the smallest first. */
export const PLANS: readonly Plan[] = ['free', 'pro', 'business', 'enterprise']

/** What a plan allows when purging. */
export interface PlanLimits {
  /** Requests by hosts, tags, prefixes or everything that become possible again each second. */
  readonly requestsPerSecond: number
  /** How many such requests may come at once. */
  readonly requestBurst: number
  /** URLs by `files`, as an average. */
  readonly urlsPerSecond: number
  /** `files` one request may hold. */
  readonly maxFiles: number
}

/**
 * Tags, hosts or prefixes one request may hold, on every plan; `files` too, except on Enterprise.
 */
export const MAX_ITEMS = 100

/** `files` one request may hold on Enterprise and for an environment. */
export const MAX_FILES_ENTERPRISE = 500

/**
 * Cloudflare's published limits.
 *
 * @see https://developers.cloudflare.com/cache/how-to/purge-cache/#availability-and-limits
 */
export const PLAN_LIMITS: Readonly<Record<Plan, PlanLimits>> = {
  free: { requestsPerSecond: 5 / 60, requestBurst: 25, urlsPerSecond: 800, maxFiles: MAX_ITEMS },
  pro: { requestsPerSecond: 5, requestBurst: 25, urlsPerSecond: 1500, maxFiles: MAX_ITEMS },
  business: { requestsPerSecond: 10, requestBurst: 50, urlsPerSecond: 1500, maxFiles: MAX_ITEMS },
  enterprise: {
    requestsPerSecond: 50,
    requestBurst: 500,
    urlsPerSecond: 3000,
    maxFiles: MAX_FILES_ENTERPRISE,
  },
}
