import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Cache } from './cache.ts'
import { cacheKey } from './cache-key.ts'
import { isEligible, type ResolvedRules } from './cache-rules.ts'
import type { CacheStatus } from './cache-status.ts'
import { selectEnvironment, type Environment } from './environments.ts'
import type { Faults } from './faults.ts'
import { fromRawHeaders, headerValue } from './header-lines.ts'
import type { Origin } from './origin.ts'
import { hostName, parseVisit } from './site-url.ts'
import { answerVisit } from './visit.ts'
import { answerVisitor } from './visitor-answer.ts'

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
export interface RunningSite {
  readonly origin: Origin
  readonly rules: ResolvedRules
}

/** What the visitors' side of the edge works with. */
export interface VisitorSide {
  readonly sites: ReadonlyMap<string, RunningSite>
  readonly environments: readonly Environment[]
  readonly caches: ReadonlyMap<string, Cache>
  readonly faults: Faults
  readonly clock: () => number
  readonly log: (visit: LoggedVisit) => void
}

/** Creates the listener of one address; `address` names the environment it selects. */
export function visitorListener(side: VisitorSide, address: string): RequestListener {
  const updating = new Map([...side.caches.keys()].map((name) => [name, new Set<string>()]))
  let rays = 0

  return (request, response) => {
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

async function handle(
  side: VisitorSide,
  address: string,
  { request, response, ray, updating }: Exchange,
): Promise<void> {
  const headers = fromRawHeaders(request.rawHeaders)
  const method = request.method ?? 'GET'
  const target = request.url ?? '/'
  const host = headerValue(headers, 'host') ?? ''
  const site = side.sites.get(hostName(host))
  if (site === undefined) {
    return plain(response, 421, `No site of this edge has the host "${hostName(host)}".`)
  }
  const environment = selectEnvironment(side.environments, {
    address,
    host: hostName(host),
    headers,
  })
  const name = environment?.name ?? ''
  const cache = side.caches.get(name)
  if (cache === undefined) throw new Error(`No environment has the name "${name}".`)

  const at = side.clock()
  const url = `http://${host}${target}`
  const log = (cacheStatus: CacheStatus | undefined): void =>
    side.log({ environment: name, method, url, status: response.statusCode, cacheStatus, at })
  const fault = await side.faults.next('visit', target)
  if (fault?.kind === 'cut' || fault?.kind === 'cut-after') {
    log(undefined)
    response.destroy()
    return
  }
  if (fault?.kind === 'fail') {
    plain(response, fault.status, fault.message ?? 'The edge failed.')
    return log(undefined)
  }

  const parsed = parseVisit(host, target, site.rules.normalizeUrls)
  const cacheable = (method === 'GET' || method === 'HEAD') && isEligible(parsed, site.rules)
  const key = cacheable
    ? cacheKey(parsed, (header) => headerValue(headers, header), site.rules)
    : undefined
  const sources = {
    cache,
    origin: site.origin,
    rules: site.rules,
    clock: side.clock,
    updating: updating.get(name) ?? new Set(),
  }
  const visit = {
    method,
    target,
    url,
    headers,
    key,
    ...(hasBody(request) ? { body: request } : {}),
  }
  const answer = answerVisitor(response, { method, headers, ray })
  try {
    log(await answerVisit(visit, sources, answer))
  } catch (error) {
    log(undefined)
    throw error
  }
}

function hasBody(request: IncomingMessage): boolean {
  return (
    request.headers['content-length'] !== undefined ||
    request.headers['transfer-encoding'] !== undefined
  )
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${text}\n`)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
