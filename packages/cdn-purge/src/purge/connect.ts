import type { Purger } from '@cdn-purge/core'
import {
  createCloudflare,
  createCloudflarePurger,
  readCredentials,
  readZonePlan,
  resolveTarget,
  type Target,
} from '@cdn-purge/cloudflare'
import type { Operation } from '../operation.ts'

/** A purger of the environment that the options name, found out and ready. */
export interface Connection {
  readonly purger: Purger
  readonly target: Target
  close(): Promise<void>
}

/**
 * Reads the credentials and finds the zone and the environment. Nothing is purged by it.
 *
 * @throws {PurgeError} `bad-credentials`, `unknown-zone`, `unknown-environment`, or what the API answered.
 */
export async function connect({ options, env, signal, onEvent }: Operation): Promise<Connection> {
  const baseURL = env['CLOUDFLARE_BASE_URL']
  const client = createCloudflare({
    credentials: readCredentials(env),
    ...(baseURL && { baseURL }),
  })
  try {
    const { zone, environment, plan } = options.cloudflare
    const target = await resolveTarget(client, { zone, environment }, signal ? { signal } : {})
    for (const note of target.notes) onEvent({ kind: 'note', note })
    // An environment implies its plan.
    const isAsked = plan === undefined && target.environment.kind === 'production'
    const known = isAsked ? await readZonePlan(client, target.zone, signal ? { signal } : {}) : plan
    const purger = createCloudflarePurger({ client, target, plan: known })
    return { purger, target, close: () => client.close() }
  } catch (error) {
    await client.close()
    throw error
  }
}
