import { MAX_ITEMS, PLAN_LIMITS, PLANS, type Plan } from './plan-limits.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

/** The supply of purges of one plan, which all its zones share. */
interface Pool {
  readonly requests: TokenBucket
  readonly urls: TokenBucket
}

/** What became of a request at the rate limit. */
interface RateDecision {
  readonly allowed: boolean
  /** `Ratelimit` and its kin. */
  readonly headers: Readonly<Record<string, string>>
}

/** The rate limits of an account. */
export interface RateLimits {
  /** Counts a request with so many `files`, and whether it names anything else. */
  take(plan: Plan, request: { readonly files: number; readonly keys: boolean }): RateDecision
}

/** Creates the pools of an account, all full. */
export function createRateLimits(clock: () => number): RateLimits {
  const pools = new Map(PLANS.map((plan) => [plan, createPool(plan, clock)]))

  return {
    take(plan, { files, keys }) {
      const pool = pools.get(plan) ?? createPool(plan, clock)
      const limits = PLAN_LIMITS[plan]
      const urls = files === 0 ? TAKEN : pool.urls.take(files)
      const request = keys && urls.taken ? pool.requests.take(1) : TAKEN
      const refused = [urls, request].find((result) => !result.taken)
      const policy = keys
        ? { name: 'keys', left: pool.requests.left(), quota: limits.requestBurst }
        : { name: 'urls', left: pool.urls.left(), quota: limits.urlsPerSecond }
      const waitSeconds =
        refused === undefined || refused.taken ? 0 : Math.ceil(refused.waitMs / 1000)
      const window = keys ? Math.ceil(limits.requestBurst / limits.requestsPerSecond) : 1
      return {
        allowed: refused === undefined,
        headers: {
          Ratelimit: `"${policy.name}";r=${policy.left};t=${waitSeconds}`,
          'Ratelimit-Policy': `"${policy.name}";q=${policy.quota};w=${window}`,
          ...(refused === undefined ? {} : { 'Retry-After': String(waitSeconds) }),
        },
      }
    },
  }
}

const TAKEN = { taken: true } as const

function createPool(plan: Plan, clock: () => number): Pool {
  const { requestsPerSecond, requestBurst, urlsPerSecond } = PLAN_LIMITS[plan]
  return {
    requests: createTokenBucket({ perSecond: requestsPerSecond, capacity: requestBurst }, clock),
    // One second's worth: enough for the largest request, since that holds fewer URLs.
    urls: createTokenBucket(
      { perSecond: urlsPerSecond, capacity: Math.max(urlsPerSecond, MAX_ITEMS) },
      clock,
    ),
  }
}
