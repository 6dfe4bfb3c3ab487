import { narrowLimits, type Learned, type Limits } from '@cdn-purge/core'
import { offlineLimits } from './offline-limits.ts'
import type { ResolvedOptions } from '../options/options.ts'

/** Gives the limits to plan with: what is documented, and what earlier runs learned. */
export function knownLimits(options: ResolvedOptions, learned: Learned): Limits {
  const { acceptsUrls = true, ...sizes } = learned
  // Who does not want a wider plan is to hear from the environment that it refuses URLs.
  const isExact = acceptsUrls || options.onUrlRefused === 'fail'
  return narrowLimits(offlineLimits(options), { ...sizes, acceptsUrls: isExact })
}
