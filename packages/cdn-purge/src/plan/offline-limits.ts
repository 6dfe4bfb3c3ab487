import { rateLimits } from '@cdn-purge/cloudflare'
import type { Limits, RateLimits } from '@cdn-purge/core'
import type { ResolvedOptions } from '../options/options.ts'

type Chosen = Pick<ResolvedOptions, 'cloudflare'>

/** Gives the rate to plan with before the API was asked: that of the plan that the options name, else the slowest there is. */
export function offlineRates({ cloudflare }: Chosen): RateLimits {
  const { environment, plan = 'free' } = cloudflare
  return rateLimits(plan, environment === undefined ? 'zone' : 'environment')
}

/** Gives the limits to plan with before the API was asked. */
export function offlineLimits(options: Chosen): Limits {
  const { keys, files } = offlineRates(options)
  return { maxUrls: files.maxPerRequest, maxKeys: keys.maxPerRequest, acceptsUrls: true }
}
