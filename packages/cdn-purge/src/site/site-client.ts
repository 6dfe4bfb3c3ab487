import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import type { Agent, Dispatcher, fetch } from 'undici'
import { accessHeaders } from './access-headers.ts'
import { loadUndici } from './load-undici.ts'
import { MAX_BODY, readBody } from './read-body.ts'
import type { AccessOptions } from '../options/options.ts'
import type { SiteAnswer } from './site-answer.ts'

/** Asks the site as a visitor of the environment would. */
export interface SiteClient {
  /** Through the edge, cached copies included. */
  ask(url: string, signal?: AbortSignal): Promise<SiteAnswer>
  /** Past the cache, as configured: at the origin itself, or through the edge with a query string that nobody asked for before. */
  askOrigin(url: string, signal?: AbortSignal): Promise<SiteAnswer>
  /** Past the cache, and through the edge in any case, so that what it does to pages is done. */
  askAnew(url: string, signal?: AbortSignal): Promise<SiteAnswer>
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

/** @throws {PurgeError} `bad-option` where a header is to come from a variable that is not set. */
export function createSiteClient(options: SiteClientOptions): SiteClient {
  const { access, origin, env, timeoutMs = 30_000 } = options
  const headers = { 'accept-encoding': 'identity', ...accessHeaders(access, env) }
  const undici = loadUndici()
  const edge = access.address ? agentAt(access.address) : new undici.EnvHttpProxyAgent()
  // A connection for each question: behind a load balancer each may reach another server.
  const anew = access.address
    ? agentAt(access.address, { pipelining: 0 })
    : new undici.EnvHttpProxyAgent({ pipelining: 0 })
  const direct = origin === undefined ? undefined : originAgent(origin)

  async function get(
    url: string,
    dispatcher: Dispatcher,
    signal?: AbortSignal,
  ): Promise<SiteAnswer> {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const response = await undici.fetch(url, {
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
    askAnew: (url, signal) => get(withUniqueQuery(url), anew, signal),
    askOrigin(url, signal) {
      if (direct === undefined || origin === undefined)
        return get(withUniqueQuery(url), anew, signal)
      const there = new URL(url)
      there.protocol = new URL(origin).protocol
      return get(there.href, direct, signal)
    },
    async close() {
      await Promise.all([edge.close(), anew.close(), direct?.close()])
    },
  }
}

function originAgent(origin: string): Agent {
  const { host, protocol } = new URL(origin)
  return agentAt(host, { protocol, pipelining: 0 })
}

interface AgentOptions {
  /** Of the address, where it is not that of the URL. */
  readonly protocol?: string
  /** 0 opens a connection for each question. */
  readonly pipelining?: number
}

/** Connects to `address` whatever host the URL names; `Host` and the TLS server name stay those of the URL. */
function agentAt(address: string, { protocol, pipelining = 1 }: AgentOptions = {}): Agent {
  const { hostname, port } = new URL(`${protocol ?? 'http:'}//${address}`)
  const hasPort = /:\d+$/.test(address) && !(address.startsWith('[') && address.endsWith(']'))
  const undici = loadUndici()
  const connect = undici.buildConnector({})
  return new undici.Agent({
    pipelining,
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

/** The parameter that makes a URL one that nobody asked for before. */
export const QUERY_PAST_CACHE = 'cdn-purge'

function withUniqueQuery(url: string): string {
  const unique = new URL(url)
  unique.searchParams.set(QUERY_PAST_CACHE, randomBytes(8).toString('hex'))
  return unique.href
}

type Response = Awaited<ReturnType<typeof fetch>>

async function readAnswer(url: string, response: Response): Promise<SiteAnswer> {
  const length = Number(response.headers.get('content-length') ?? 0)
  if (length > MAX_BODY) {
    await response.body?.cancel()
    return { kind: 'unreachable', why: `its body has ${length} bytes, too many to compare` }
  }
  const body = await readBody(response.body)
  if (!body) return { kind: 'unreachable', why: `its body has more than ${MAX_BODY} bytes` }
  const location = response.headers.get('location')
  const age = Number.parseInt(response.headers.get('age') ?? '', 10)
  return {
    kind: 'answered',
    status: response.status,
    ...body,
    contentType: (response.headers.get('content-type') ?? '').toLowerCase(),
    cacheStatus: response.headers.get('cf-cache-status')?.toUpperCase(),
    age: Number.isNaN(age) ? undefined : age,
    colo: /-([A-Za-z]{3})$/.exec(response.headers.get('cf-ray') ?? '')?.[1]?.toUpperCase(),
    header: (name) => response.headers.get(name) ?? undefined,
    mitigated: response.headers.get('cf-mitigated')?.toLowerCase(),
    location:
      location !== null && URL.canParse(location, url) ? new URL(location, url).href : undefined,
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message
}
