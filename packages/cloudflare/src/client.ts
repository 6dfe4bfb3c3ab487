import { setTimeout } from 'node:timers/promises'
import { PurgeError, type PurgeAction } from '@cdn-purge/core'
import type { Dispatcher } from 'undici'
import { authenticationHeaders, checkCredentials, secretsOf } from './credentials.ts'
import {
  readEnvironments,
  readZone,
  readZonePage,
  type Zone,
  type ZoneEnvironment,
} from './listings.ts'
import { loadUndici } from './load-undici.ts'
import {
  resolveBaseUrl,
  resolveCall,
  type CloudflareOptions,
  type RequestOptions,
} from './options.ts'
import type { PurgeParams } from './params.ts'
import {
  environmentsRequest,
  purgeRequest,
  zoneRequest,
  zonesRequest,
  type PurgeScope,
} from './request.ts'
import { readReceipt, unreadable, type Receipt } from './response.ts'
import { createRedactor } from './text.ts'
import { send, type Transport } from './transport.ts'

/** The part of Cloudflare's API that purging needs, in the shape of the official SDK. */
export interface CloudflareClient {
  readonly cache: {
    /** Deletes stored copies of the whole zone, that is: of Production and of every other environment. */
    purge(params: PurgeParams, options?: RequestOptions): Promise<Receipt>
    /** Deletes stored copies of one environment, which is never Production. */
    purgeEnvironment(
      environmentId: string,
      params: PurgeParams,
      options?: RequestOptions,
    ): Promise<Receipt>
    /** Marks stored copies of the whole zone as stale. */
    invalidate(params: PurgeParams, options?: RequestOptions): Promise<Receipt>
    /** Marks stored copies of one environment as stale. */
    invalidateEnvironment(
      environmentId: string,
      params: PurgeParams,
      options?: RequestOptions,
    ): Promise<Receipt>
  }
  readonly zones: {
    /** Every zone that the credentials see, or those of this name; all pages, at most 2,000 zones. */
    list(query?: { readonly name?: string }, options?: RequestOptions): Promise<readonly Zone[]>
    /** One zone. */
    get(params: { readonly zone_id: string }, options?: RequestOptions): Promise<Zone>
    readonly environments: {
      /** The environments of a zone, none where it has no Version Management. */
      list(
        params: { readonly zone_id: string },
        options?: RequestOptions,
      ): Promise<{ readonly environments: readonly ZoneEnvironment[] }>
    }
  }
  /** Closes the connections that the client opened. */
  close(): Promise<void>
}

const MAX_ZONE_PAGES = 40

/**
 * Creates a client. Its methods throw a `PurgeError`: `bad-request` and `bad-option` before anything is sent, then
 * `url-refused`, `rate-limited`, `api-refused`, `api-unreadable`, `api-unreachable` or `interrupted`.
 *
 * @throws {PurgeError} `bad-credentials` or `bad-option`.
 * @example
 * ```ts
 * const client = createCloudflare({ credentials: readCredentials(process.env) })
 * await client.cache.purgeEnvironment(environmentId, { zone_id, files: ['https://www.example.com/'] })
 * await client.close()
 * ```
 */
export function createCloudflare(options: CloudflareOptions): CloudflareClient {
  const { credentials } = options
  checkCredentials(credentials)
  resolveCall(options)
  const baseUrl = resolveBaseUrl(options.baseURL)
  const dispatcher = options.dispatcher ?? createDispatcher()
  const transport: Transport = {
    dispatcher,
    baseUrl,
    headers: authenticationHeaders(credentials),
    redact: createRedactor(secretsOf(credentials)),
    sleep: options.sleep ?? (async (ms, signal) => setTimeout(ms, undefined, { signal })),
    random: options.random ?? Math.random,
    now: options.now ?? Date.now,
    onRetry: options.onRetry ?? (() => {}),
  }

  async function change(
    action: PurgeAction,
    scope: PurgeScope,
    params: PurgeParams,
    call: RequestOptions | undefined,
  ): Promise<Receipt> {
    const settings = resolveCall(options, call)
    const request = purgeRequest({ action, scope, params, plan: settings.plan })
    try {
      return await send(transport, request, settings, readReceipt)
    } catch (error) {
      throw error instanceof PurgeError && error.code === 'url-refused'
        ? withTargets(error, params)
        : error
    }
  }

  return {
    cache: {
      purge: async (params, call) => change('purge', { kind: 'zone' }, params, call),
      purgeEnvironment: async (id, params, call) =>
        change('purge', { kind: 'environment', id }, params, call),
      invalidate: async (params, call) => change('invalidate', { kind: 'zone' }, params, call),
      invalidateEnvironment: async (id, params, call) =>
        change('invalidate', { kind: 'environment', id }, params, call),
    },
    zones: {
      async list({ name } = {}, call) {
        const settings = resolveCall(options, call)
        const zones: Zone[] = []
        for (let page = 1; page <= MAX_ZONE_PAGES; page += 1) {
          const request = zonesRequest({ name, page })
          const read = await send(transport, request, settings, (envelope, answer, context) => {
            const found = readZonePage(envelope.result, envelope.resultInfo)
            if (found === undefined)
              throw unreadable(answer, context, 'with zones of no known form')
            return found
          })
          zones.push(...read.zones)
          if (!read.more) break
        }
        return zones
      },
      async get(params, call) {
        const request = zoneRequest(params)
        const settings = resolveCall(options, call)
        return send(transport, request, settings, (envelope, answer, context) => {
          const zone = readZone(envelope.result)
          if (zone !== undefined) return zone
          throw unreadable(answer, context, 'with a zone of no known form')
        })
      },
      environments: {
        async list(params, call) {
          const request = environmentsRequest(params)
          const settings = resolveCall(options, call)
          return send(transport, request, settings, (envelope, answer, context) => {
            const environments = readEnvironments(envelope.result)
            if (environments !== undefined) return { environments }
            throw unreadable(answer, context, 'with environments of no known form')
          })
        },
      },
    },
    async close() {
      if (options.dispatcher === undefined) await dispatcher.close()
    },
  }
}

function createDispatcher(): Dispatcher {
  const { EnvHttpProxyAgent } = loadUndici()
  try {
    return new EnvHttpProxyAgent()
  } catch {
    // The cause holds the value, which may hold a password.
    throw new PurgeError('bad-option', 'A proxy is set that is no URL.', {
      hint: 'Look at `HTTPS_PROXY` and `HTTP_PROXY`.',
    })
  }
}

function withTargets(error: PurgeError, params: PurgeParams): PurgeError {
  return new PurgeError(error.code, error.message, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error.cause,
    details: { ...error.details, targets: params.files ?? [] },
  })
}
