import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { answerVisit } from './answer-visit.ts'
import type { Cache } from './cache.ts'
import { cacheKey, type CacheKey } from './cache-key.ts'
import { isEligible, type ResolvedRules } from './cache-rules.ts'
import type { CacheStatus } from './cache-status.ts'
import { selectEnvironment, type Environments } from './environments.ts'
import type { Faults } from './faults.ts'
import { fromRawHeaders, headerValue } from './header-lines.ts'
import type { Origin } from './origin.ts'
import { hostName, parseVisit } from './site-url.ts'
import type { Sources, Visit } from './visit.ts'
import { answerVisitor, type VisitorAnswer } from './visitor-answer.ts'

/** One visit, once it was answered. */
export interface LoggedVisit {
  readonly environment: string
  readonly method: string
  /** As the visitor wrote it: `http://localhost:8787/app.css`. */
  readonly url: string
  readonly status: number
  /** Nothing when the origin could not be reached or the connection was cut. */
  readonly cacheStatus: CacheStatus | undefined
  readonly at: number
}

/** One site as visitors reach it. */
interface RunningSite {
  readonly origin: Origin
  readonly rules: ResolvedRules
}

/** What the visitors' side of the edge works with. */
export interface VisitorSide {
  readonly sites: ReadonlyMap<string, RunningSite>
  readonly environments: Environments
  readonly caches: ReadonlyMap<string, Cache>
  readonly faults: Faults
  readonly clock: () => number
  readonly log: (visit: LoggedVisit) => void
}

/**
 * Creates a listener for each address; an address is named after the environment that it selects.
 */
export function visitorListeners(side: VisitorSide): (address: string) => RequestListener {
  const updating = new Map([...side.caches.keys()].map((name) => [name, new Set<string>()]))
  let rays = 0

  return (address) => (request, response) => {
    rays += 1
    const ray = `${rays.toString(16).padStart(16, '0')}-LOC`
    handle(side, address, { request, response, ray, updating }).catch((error: unknown) => {
      // The status line may be gone already; half an answer must not look whole.
      if (response.headersSent) response.destroy()
      else plain(response, 502, `The origin did not answer. ${reasonOf(error)}`)
    })
  }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly ray: string
  readonly updating: ReadonlyMap<string, Set<string>>
}

async function handle(side: VisitorSide, address: string, exchange: Exchange): Promise<void> {
  const { request, response } = exchange
  const headers = fromRawHeaders(request.rawHeaders)
  const host = headerValue(headers, 'host') ?? ''
  const site = side.sites.get(hostName(host))
  if (site === undefined) {
    return plain(response, 421, `No site of this edge has the host "${hostName(host)}".`)
  }
  const name = selectEnvironment(side.environments, { address, host: hostName(host), headers }).name
  const { method = 'GET', url: target = '/' } = request
  const visit = { method, target, url: `http://${host}${target}`, headers }
  const at = side.clock()
  const log = (cacheStatus: CacheStatus | undefined): void =>
    side.log({
      environment: name,
      method,
      url: visit.url,
      status: response.statusCode,
      cacheStatus,
      at,
    })

  const fault = await side.faults.next('visit', target)
  if (fault?.kind === 'cut') {
    log(undefined)
    response.destroy()
    return
  }
  if (fault?.kind === 'fail') {
    plain(response, fault.status, fault.message ?? 'The edge failed.')
    return log(undefined)
  }
  try {
    const whole = answerVisitor(response, { method, headers, ray: exchange.ray })
    const answer = fault?.kind === 'cut-after' ? cutAfter(whole, response) : whole
    const keyed = { ...visit, ...bodyOf(request), key: keyOf(visit, host, site.rules) }
    log(await answerVisit(keyed, sourcesOf(side, site, name, exchange), answer))
  } catch (error) {
    log(undefined)
    throw error
  }
}

function keyOf(
  { method, target, headers }: Pick<Visit, 'method' | 'target' | 'headers'>,
  host: string,
  rules: ResolvedRules,
): CacheKey | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined
  const url = parseVisit(host, target, rules.normalizeUrls)
  if (!isEligible(url, rules)) return undefined
  return cacheKey(url, (name) => headerValue(headers, name), rules)
}

function sourcesOf(
  { caches, clock }: VisitorSide,
  { origin, rules }: RunningSite,
  environment: string,
  { updating }: Exchange,
): Sources {
  const cache = caches.get(environment)
  if (cache === undefined) throw new Error(`The environment "${environment}" has no cache.`)
  return { cache, origin, rules, clock, updating: updating.get(environment) ?? new Set() }
}

/** Does everything for the cache, and breaks off where the visitor expects the body. */
function cutAfter(answer: VisitorAnswer, response: ServerResponse): VisitorAnswer {
  return { ...answer, async write() {}, end: () => void response.destroy() }
}

function bodyOf(request: IncomingMessage): { readonly body?: IncomingMessage } {
  const { headers } = request
  const has = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
  return has ? { body: request } : {}
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${text}\n`)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
