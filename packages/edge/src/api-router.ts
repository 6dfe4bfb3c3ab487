import { refusal, unroutable, type ApiAnswer } from './api-answer.ts'
import { refuseCredentials, type Credentials, type Permission } from './credentials.ts'
import type { HeaderLines } from './header-lines.ts'
import { purge, type PurgeSide } from './purge-api.ts'
import { getZone, listEnvironments, listZones } from './zones-api.ts'

/** One call of the API. */
export interface Call {
  readonly method: string
  readonly url: URL
  /** Below the base, without query and without a last `/`. */
  readonly path: string
  readonly headers: HeaderLines
  readonly json: unknown
  /** Whether to answer a purge as if it were done without doing it. */
  readonly pretend: boolean
}

/** What the endpoints work with. */
export interface EndpointSide extends PurgeSide {
  readonly credentials: Credentials | undefined
}

/** Answers one call: finds its endpoint, then checks the credentials, then the zone. */
export function answerCall(call: Call, side: EndpointSide): ApiAnswer {
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
      return purge({ ...call, action: endpoint.action, zone, ref }, side)
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
