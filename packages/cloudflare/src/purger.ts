import {
  PurgeError,
  type PurgeAction,
  type PurgeBatch,
  type PurgeReceipt,
  type Purger,
} from '@cdn-purge/core'
import { sliceBatch, toPurgeBody } from './batch.ts'
import type { CloudflareClient } from './client.ts'
import { requestLimits, SAFE_ITEMS, type CloudflarePlan } from './limits.ts'
import { describeTarget, type Target } from './target.ts'

/** A `Purger` that says where it purges. */
export interface CloudflarePurger extends Purger {
  /** For people: `environment "Staging" of zone "example.com"`. */
  describe(): string
}

/**
 * Codes for more items than a request may have, which some zones answer below the published limits.
 *
 * @see https://github.com/cloudflare/cloudflare-docs/issues/21338
 */
const TOO_MANY_CODES: readonly number[] = [1094, 1101, 1111]

/**
 * Creates the purger of one target. The plan decides how many URLs a request may carry: the one given here, else the
 * one that the zone is known to have, else Free. A batch that the zone finds too long is sent in parts.
 */
export function createCloudflarePurger(options: {
  readonly client: Pick<CloudflareClient, 'cache'>
  readonly target: Target
  readonly plan?: CloudflarePlan | undefined
}): CloudflarePurger {
  const { client, target } = options
  const plan = options.plan ?? target.zone.plan ?? 'free'
  const scope = target.environment.kind === 'production' ? 'zone' : 'environment'
  // Stays what it has shrunk to: every refusal costs a request of the shared limit.
  let mostItems = Number.POSITIVE_INFINITY

  async function request(
    action: PurgeAction,
    batch: PurgeBatch,
    signal: AbortSignal | undefined,
  ): Promise<PurgeReceipt> {
    const { zone, environment } = target
    const { cache } = client
    const params = { zone_id: zone.id, ...toPurgeBody(batch) }
    const call = { plan, ...(signal === undefined ? {} : { signal }) }
    const receipt =
      environment.kind === 'production'
        ? await cache[action](params, call)
        : await cache[`${action}Environment`](environment.id, params, call)
    if (receipt !== null) return receipt
    throw new PurgeError(
      'api-refused',
      `Could not ${action} in ${describeTarget(target)}: Cloudflare gave no id for the request.`,
      { hint: 'Send it again: that is safe.' },
    )
  }

  async function send(
    action: PurgeAction,
    batch: PurgeBatch,
    signal?: AbortSignal,
  ): Promise<PurgeReceipt> {
    for (let rest = batch; ;) {
      const part = sliceBatch(rest, 0, mostItems)
      const { length } = part.targets
      try {
        const receipt = await request(action, part, signal)
        if (length === rest.targets.length) return receipt
        rest = sliceBatch(rest, length)
      } catch (error) {
        if (!isTooMany(error) || length <= SAFE_ITEMS) throw error
        mostItems = Math.max(SAFE_ITEMS, Math.floor(length / 2))
      }
    }
  }

  return {
    limits: { ...requestLimits(plan, scope), acceptsUrls: true },
    send,
    describe: () => describeTarget(target),
  }
}

function isTooMany(error: unknown): boolean {
  const codes = error instanceof PurgeError ? error.details['codes'] : undefined
  return Array.isArray(codes) && TOO_MANY_CODES.some((code) => codes.includes(code))
}
