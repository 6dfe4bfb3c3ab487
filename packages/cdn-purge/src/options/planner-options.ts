import type { PlanOptions } from '@cdn-purge/core'
import { offlineRates } from '../plan/offline-limits.ts'
import type { ResolvedOptions } from './options.ts'

/** Gives what the options say of how targets are chosen. */
export function plannerOptions(
  options: ResolvedOptions,
): Pick<
  PlanOptions,
  'rates' | 'deadlineMs' | 'collateralBytes' | 'variants' | 'tags' | 'trustValidators'
> {
  const { variants, tags, deadlineMs, collateralBytes, trustValidators } = options
  return {
    rates: offlineRates(options),
    deadlineMs,
    collateralBytes,
    trustValidators,
    ...(variants !== undefined && { variants }),
    ...(tags !== undefined && { tags }),
  }
}
