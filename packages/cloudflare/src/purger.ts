import {
  PurgeError,
  type PurgeAction,
  type PurgeBatch,
  type PurgeReceipt,
  type Purger,
} from '@cdn-purge/core'
import { toPurgeBody } from './batch.ts'
import type { CloudflareClient } from './client.ts'
import { rateLimits, requestLimits, type CloudflarePlan } from './limits.ts'
import { toRefusal } from './refusals.ts'
import { describeTarget, type Target } from './target.ts'

/** A `Purger` that says where it purges. */
export interface CloudflarePurger extends Purger {
  /** For people: `environment "Staging" of zone "example.com"`. */
  describe(): string
}

/**
 * Creates the purger of one target. The plan decides how many URLs a request may carry and how fast they are taken: the one given
 * here, else the one that the zone is known to have, else Free. It waits for no rate limit: that is for who sends the batches.
 */
export function createCloudflarePurger(options: {
  readonly client: Pick<CloudflareClient, 'cache'>
  readonly target: Target
  readonly plan?: CloudflarePlan | undefined
}): CloudflarePurger {
  const { client, target } = options
  const plan = options.plan ?? target.zone.plan ?? 'free'
  const scope = target.environment.kind === 'production' ? 'zone' : 'environment'

  async function send(
    action: PurgeAction,
    batch: PurgeBatch,
    signal?: AbortSignal,
  ): Promise<PurgeReceipt> {
    const { zone, environment } = target
    const { cache } = client
    const params = { zone_id: zone.id, ...toPurgeBody(batch) }
    const call = {
      plan,
      onRateLimit: 'throw',
      ...(signal === undefined ? {} : { signal }),
    } as const
    let receipt
    try {
      receipt =
        environment.kind === 'production'
          ? await cache[action](params, call)
          : await cache[`${action}Environment`](environment.id, params, call)
    } catch (error) {
      throw error instanceof PurgeError ? toRefusal(error) : error
    }
    if (receipt !== null) return receipt
    throw new PurgeError(
      'api-refused',
      `Could not ${action} in ${describeTarget(target)}: Cloudflare gave no id for the request.`,
      { hint: 'Send it again: that is safe.' },
    )
  }

  return {
    limits: { ...requestLimits(plan, scope), acceptsUrls: true },
    rates: rateLimits(plan, scope),
    send,
    describe: () => describeTarget(target),
  }
}
