import { diff, keptAssets, plan, withRuleChanges, type Manifest, type Plan } from '@cdn-purge/core'
import { offlineLimits } from './plan/offline-limits.ts'
import { plannerOptions } from './options/planner-options.ts'
import { resolveOptions, type OptionsSource } from './options/resolve-options.ts'
import { siteOf } from './build/site-of.ts'

/**
 * Plans what a deploy of `to` over `from` purges; no ledger, no zone.
 *
 * @throws {PurgeError} `bad-option`
 */
export function compare(
  from: Manifest,
  to: Manifest,
  options: Readonly<Record<string, unknown>>,
  source: OptionsSource,
): Plan {
  // A comparison needs no zone, and a plan without one cannot be applied.
  const { cloudflare = { zone: 'example.com' }, ...rest } = options
  const resolved = resolveOptions({ ...rest, cloudflare }, source)
  const site = siteOf(resolved)
  const isPath = (path: string) => from.assets.has(path) || to.assets.has(path)
  const baseline = [from]
  const found = { changes: diff(baseline, to), baseline, next: to, site, isPath }
  const { changes, rulesRead } = withRuleChanges(found)
  return plan(changes, site, {
    ...plannerOptions(resolved),
    limits: offlineLimits(resolved),
    rulesRead,
    kept: keptAssets(to, baseline, changes),
    isPath,
  })
}
