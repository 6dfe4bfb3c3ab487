import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { refusal, success, unroutable, type ApiAnswer } from './api-answer.ts'
import { refuseCredentials, type Credentials, type Permission } from './credentials.ts'
import type { BreakingFault, Faults } from './faults.ts'
import { fromRawHeaders, type HeaderLines } from './header-lines.ts'
import { purge, type PurgeSide } from './purge-api.ts'
import { getZone, listEnvironments, listZones } from './zones-api.ts'

/** One call of the API. Never holds credentials. */
export interface LoggedRequest {
  readonly method: string
  /** Below the base URL, with its query: `/zones?name=example.com`. */
  readonly path: string
  /** Parsed JSON; the text where it is none; nothing without a body. */
  readonly body: unknown
  /** 0 when the connection was cut. */
  readonly status: number
  readonly at: number
}

/** What the API's side of the edge works with. */
export interface ApiSide extends PurgeSide {
  readonly credentials: Credentials | undefined
  readonly faults: Faults
  readonly log: (request: LoggedRequest) => void
}

/** The path that every endpoint is below. */
export const API_BASE = '/client/v4'

/** Creates the listener of the API. */
export function apiListener(side: ApiSide): RequestListener {
  return (request, response) => {
    handle(side, request, response).catch(() => response.destroy())
  }
}

interface Call {
  readonly method: string
  readonly url: URL
  /** Below the base, without query and without a last `/`. */
  readonly path: string
  readonly headers: HeaderLines
  readonly json: unknown
}

async function handle(
  side: ApiSide,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET'
  const target = (request.url ?? '/').replace(API_BASE, '')
  const text = await readBody(request)
  const json = parseJson(text)
  const fault = await side.faults.next('api', target)
  const at = side.clock()
  const log = (status: number): void =>
    side.log({
      method,
      path: target,
      body: json === undefined && text !== '' ? text : json,
      status,
      at,
    })
  if (fault?.kind === 'cut') {
    log(0)
    response.destroy()
    return
  }

  const url = new URL(target, 'http://edge')
  const path = url.pathname.replace(/\/$/, '')
  const call: Call = { method, url, path, headers: fromRawHeaders(request.rawHeaders), json }
  const isBelowBase = request.url?.startsWith(`${API_BASE}/`) ?? false
  const answer =
    replacedAnswer(fault) ??
    (isBelowBase ? answerCall(call, side, fault?.kind === 'ignore') : unroutable(path))
  if (fault?.kind === 'cut-after') {
    log(0)
    response.destroy()
    return
  }
  log(answer.status)
  send(response, answer, fault)
}

function answerCall(call: Call, side: ApiSide, pretend: boolean): ApiAnswer {
  const refuse = (permission: Permission): ApiAnswer | undefined =>
    refuseCredentials(call.headers, side.credentials, permission)

  if (call.method === 'GET' && call.path === '/zones') {
    return refuse('zone-read') ?? listZones(side.zones, call.url.searchParams)
  }
  const match = ZONE_PATH.exec(call.path)
  const [, zoneId = '', ref, action] = match ?? []
  const endpoint =
    match === null ? undefined : endpointOf(call.method, { ref, action, path: call.path })
  if (endpoint === undefined) return refuse('cache-purge') ?? unroutable(call.path)
  const refused = refuse(endpoint.permission)
  if (refused !== undefined) return refused
  const zone = side.zones.find(({ id }) => id === zoneId)
  if (zone === undefined) {
    return ID.test(zoneId)
      ? refusal(403, { code: 10_000, message: 'Authentication error.' })
      : unroutable(call.path)
  }
  switch (endpoint.kind) {
    case 'zone':
      return getZone(zone)
    case 'environments':
      return listEnvironments(zone, side.environments, side.unknowns)
    case 'purge':
      return purge(
        { action: endpoint.action, zone, ref, json: call.json, path: call.path, pretend },
        side,
      )
    default: {
      const never: never = endpoint
      return never
    }
  }
}

const ZONE_PATH =
  /^\/zones\/([^/]*)(?:\/environments(?:\/([^/]*))?)?(?:\/(purge_cache|invalidate_cache))?$/
const ID = /^[\da-f]{1,32}$/

type Endpoint =
  | { readonly kind: 'zone'; readonly permission: Permission }
  | { readonly kind: 'environments'; readonly permission: Permission }
  | {
      readonly kind: 'purge'
      readonly permission: Permission
      readonly action: 'purge' | 'invalidate'
    }

function endpointOf(
  method: string,
  {
    ref,
    action,
    path,
  }: {
    readonly ref: string | undefined
    readonly action: string | undefined
    readonly path: string
  },
): Endpoint | undefined {
  if (method === 'POST' && action !== undefined && ref !== '') {
    return {
      kind: 'purge',
      permission: 'cache-purge',
      action: action === 'purge_cache' ? 'purge' : 'invalidate',
    }
  }
  if (method !== 'GET' || action !== undefined || ref !== undefined) return undefined
  return path.endsWith('/environments')
    ? { kind: 'environments', permission: 'zone-versioning-read' }
    : { kind: 'zone', permission: 'zone-read' }
}

function replacedAnswer(fault: BreakingFault | undefined): ApiAnswer | undefined {
  switch (fault?.kind) {
    case 'fail': {
      const {
        status,
        code = 1000,
        message = 'The edge was told to fail.',
        retryAfterSeconds,
      } = fault
      const answer = refusal(status, { code, message })
      return retryAfterSeconds === undefined
        ? answer
        : { ...answer, headers: { 'Retry-After': String(retryAfterSeconds) } }
    }
    case 'success-false':
      return refusal(200, { code: 1000, message: 'The edge was told to refuse.' })
    case 'null-result':
      return success(null)
    case 'html':
      return success('html')
    default:
      return undefined
  }
}

function send(response: ServerResponse, answer: ApiAnswer, fault: BreakingFault | undefined): void {
  if (fault?.kind === 'html') {
    response.writeHead(200, { 'content-type': 'text/html; charset=UTF-8' })
    response.end('<!DOCTYPE html><title>Checking your browser</title>')
    return
  }
  const text = JSON.stringify(answer.body)
  response.writeHead(answer.status, { ...answer.headers, 'content-type': 'application/json' })
  response.end(fault?.kind === 'truncate' ? text.slice(0, text.length / 2) : text)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The API answers a body it cannot read like one without fields.
    return undefined
  }
}
