import { digestBytes } from '@cdn-purge/core'
import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { Agent, EnvHttpProxyAgent, buildConnector, fetch, type Dispatcher } from 'undici'
import type { AccessOptions } from './options.ts'

/** What the site answered to one question. */
export type SiteAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** Of the body, after content decoding. */
      readonly digest: string
      readonly text: () => string
      readonly contentType: string
      /** `CF-Cache-Status`, where there is one. */
      readonly cacheStatus: string | undefined
      /** `Age`, in seconds. */
      readonly age: string | undefined
      /** Where a redirect leads to, absolute. */
      readonly location: string | undefined
    }
  | { readonly kind: 'unreachable'; readonly why: string }

/** Asks the site as a visitor of the environment would. */
export interface SiteClient {
  /** Through the edge, cached copies included. */
  ask(url: string, signal?: AbortSignal): Promise<SiteAnswer>
  /** Past the cache. */
  askOrigin(url: string, signal?: AbortSignal): Promise<SiteAnswer>
  /** How `askOrigin` asks, for people: `the origin https://origin.example.com`. */
  readonly originWay: string
  close(): Promise<void>
}

export interface SiteClientOptions {
  readonly access: AccessOptions
  readonly origin: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  readonly timeoutMs?: number
}

/** Bodies above this are not compared, in bytes. */
const MAX_BODY = 256 * 1024 * 1024

export function createSiteClient(options: SiteClientOptions): SiteClient {
  const { access, origin, env, timeoutMs = 30_000 } = options
  const edge = access.address ? agentAt(access.address) : new EnvHttpProxyAgent()
  const direct =
    origin === undefined ? undefined : agentAt(new URL(origin).host, new URL(origin).protocol)
  const headers = { 'accept-encoding': 'identity', ...accessHeaders(access, env) }

  async function get(
    url: string,
    dispatcher: Dispatcher,
    signal?: AbortSignal,
  ): Promise<SiteAnswer> {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(url, {
        dispatcher,
        headers,
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      return await readAnswer(url, response)
    } catch (error) {
      signal?.throwIfAborted()
      return { kind: 'unreachable', why: reasonOf(error) }
    }
  }

  return {
    originWay: origin === undefined ? 'a unique query string' : `the origin ${origin}`,
    ask: (url, signal) => get(url, edge, signal),
    askOrigin(url, signal) {
      if (direct === undefined || origin === undefined)
        return get(withUniqueQuery(url), edge, signal)
      const there = new URL(url)
      there.protocol = new URL(origin).protocol
      return get(there.href, direct, signal)
    },
    async close() {
      await Promise.all([edge.close(), direct?.close()])
    },
  }
}

/** Connects to `address` whatever host the URL names; `Host` and the TLS server name stay those of the URL. */
function agentAt(address: string, protocol?: string): Agent {
  const { hostname, port } = new URL(`${protocol ?? 'http:'}//${address}`)
  const hasPort = /:\d+$/.test(address) && !(address.startsWith('[') && address.endsWith(']'))
  const connect = buildConnector({})
  return new Agent({
    connect(target, callback) {
      const servername = isIP(target.hostname) ? {} : { servername: target.hostname }
      const chosen =
        hasPort || protocol ? port || (protocol === 'https:' ? '443' : '80') : target.port
      connect(
        { ...target, ...servername, hostname: hostname.replace(/^\[|\]$/g, ''), port: chosen },
        callback,
      )
    },
  })
}

/** A value `$NAME` is taken from the environment, so that secrets need not stand in a configuration. */
function accessHeaders(
  { headers = {}, cookie }: AccessOptions,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const resolved = Object.entries(headers).map(
    ([name, value]) => [name, value.startsWith('$') ? (env[value.slice(1)] ?? '') : value] as const,
  )
  return { ...Object.fromEntries(resolved), ...(cookie !== undefined && { cookie }) }
}

function withUniqueQuery(url: string): string {
  const unique = new URL(url)
  unique.searchParams.set('cdn-purge', randomBytes(8).toString('hex'))
  return unique.href
}

type Response = Awaited<ReturnType<typeof fetch>>

async function readAnswer(url: string, response: Response): Promise<SiteAnswer> {
  const length = Number(response.headers.get('content-length') ?? 0)
  if (length > MAX_BODY) {
    await response.body?.cancel()
    return { kind: 'unreachable', why: `its body has ${length} bytes, too many to compare` }
  }
  const bytes = new Uint8Array(await response.arrayBuffer())
  const location = response.headers.get('location')
  return {
    kind: 'answered',
    status: response.status,
    digest: digestBytes(bytes),
    text: () => new TextDecoder().decode(bytes),
    contentType: response.headers.get('content-type') ?? '',
    cacheStatus: response.headers.get('cf-cache-status') ?? undefined,
    age: response.headers.get('age') ?? undefined,
    location:
      location !== null && URL.canParse(location, url) ? new URL(location, url).href : undefined,
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message
}
