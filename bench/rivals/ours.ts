import { rateLimits } from '@cdn-purge/cloudflare'
import { diff, plan, type Change, type KeptAsset, type Plan, type Site } from '@cdn-purge/core'
import type { Deploy, Way } from './rival.ts'

export interface OursOptions {
  readonly name: string
  readonly rule: string
  readonly site: Site
  /** Whether the environment takes exact URLs. */
  readonly acceptsUrls: boolean
  readonly trustValidators: boolean
}

/** Ours: what `plan` says, for a zone on the Free plan, where a purge takes longest. */
export interface Ours extends Way {
  plan(deploy: Deploy): Plan
}

export function createOurs({ name, rule, site, acceptsUrls, trustValidators }: OursOptions): Ours {
  const rates = rateLimits('free', 'zone')
  function planFor({ before, after }: Deploy): Plan {
    const changes = diff([before], after)
    return plan(changes, site, {
      limits: {
        maxUrls: rates.files.maxPerRequest,
        maxKeys: rates.keys.maxPerRequest,
        acceptsUrls,
      },
      rates,
      isPath: (path) => before.assets.has(path) || after.assets.has(path),
      kept: keptOf(changes, { before, after }),
      trustValidators,
    })
  }
  return {
    name,
    rule,
    route: acceptsUrls ? 'urls' : 'prefixes',
    plan: planFor,
    decide: (deploy) => planFor(deploy).requests,
  }
}

/** What is right at the edge as it is: unchanged files, and removed ones whose names vouch for their bytes. */
function* keptOf(
  changes: readonly Change[],
  { before, after }: Pick<Deploy, 'before' | 'after'>,
): Generator<KeptAsset> {
  const changed = new Map(changes.map((change) => [change.path, change]))
  for (const { path, size } of after.assets.values()) {
    if (!changed.has(path)) yield { path, size, isGone: false }
  }
  for (const { path, kind, fingerprinted } of changes) {
    if (kind !== 'removed' || !fingerprinted) continue
    yield { path, size: before.assets.get(path)?.size ?? 0, isGone: true }
  }
}
