import type { Limits } from '@cdn-purge/core'
import type { ResolvedOptions } from './options.ts'

/** Gives the limits to plan with before the API was asked: those that every plan of Cloudflare has. */
export function offlineLimits({ cloudflare }: Pick<ResolvedOptions, 'cloudflare'>): Limits {
  const enterprise = cloudflare.environment !== undefined || cloudflare.plan === 'enterprise'
  return { maxUrls: enterprise ? 500 : 100, maxKeys: 100, acceptsUrls: true }
}
