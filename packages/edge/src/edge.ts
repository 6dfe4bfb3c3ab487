import { createServer, type RequestListener, type Server } from 'node:http'
import { API_BASE, apiListener, type LoggedRequest, type OpenRequest } from './api-server.ts'
import { describeEntry, type CacheEntry } from './cache-entry.ts'
import { resolveRules, type CacheRules } from './cache-rules.ts'
import { createCache } from './cache.ts'
import type { Credentials } from './credentials.ts'
import {
  PRODUCTION,
  resolveEnvironments,
  type Environment,
  type EnvironmentOptions,
} from './environments.ts'
import { createFaults, type Fault } from './faults.ts'
import { closeServer, listen } from './listen.ts'
import { createOrigin } from './origin.ts'
import { createRateLimits } from './rate-limits.ts'
import { hostName } from './site-url.ts'
import { resolveUnknowns, type Unknowns } from './unknowns.ts'
import { visitorListeners, type LoggedVisit } from './visitor-server.ts'
import { resolveZones, zoneOf, type Zone, type ZoneOptions } from './zones.ts'

/** One site behind the edge. */
export interface Site {
  /** As in the visitor's `Host` header, without port: `www.example.com`. */
  readonly host: string
  /**
   * Where its content comes from: `http://127.0.0.1:4001`. The origin sees the visitor's `Host`.
   */
  readonly origin: string
}

/** How an edge is to be. */
export interface EdgeOptions {
  readonly sites: readonly Site[]
  /** @default one zone for the sites, on the Free plan */
  readonly zones?: readonly ZoneOptions[]
  /** Besides Production; without any the zones are not versioned. @default [] */
  readonly environments?: readonly EnvironmentOptions[]
  readonly rules?: CacheRules
  readonly unknowns?: Partial<Unknowns>
  /** @default any, as long as there is exactly one kind in a request */
  readonly credentials?: Credentials
  readonly faults?: readonly Fault[]
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number
  /** @default '127.0.0.1' */
  readonly host?: string
  /** For visitors of Production; 0 takes a free one. @default 0 */
  readonly port?: number
  /** For the API. @default 0 */
  readonly apiPort?: number
}

/** A running edge. */
export interface Edge {
  /** Where visitors of Production come in: `http://127.0.0.1:8787`. */
  readonly url: string
  /** What a client of the API takes as its base URL. */
  readonly apiUrl: string
  /**
   * Gives the address that selects an environment: `127.0.0.1:8788`; Production's for one that is
   * selected otherwise.
   *
   * @throws {Error} when there is no such environment.
   */
  environmentAddress(name: string): string
  /** Lists all environments, Production first. */
  environments(): readonly Pick<Environment, 'name' | 'ref'>[]
  /** Lists the zones. */
  zones(): readonly Zone[]
  /** Lists what is stored now. */
  cache(): CacheEntry[]
  /** Lists the calls of the API so far. */
  requests(): LoggedRequest[]
  /** Lists the calls of the API that are not answered yet. */
  openRequests(): OpenRequest[]
  /** Lists the visits so far. */
  visits(): LoggedVisit[]
  /** Puts other faults in the place of those in force; their counts start anew. */
  setFaults(faults: readonly Fault[]): void
  /** Ends every connection. */
  close(): Promise<void>
}

/**
 * Starts an edge on this machine: a caching reverse proxy for the sites, and the purge API over its
 * caches.
 *
 * @example
 * const edge = await startEdge({ sites: [{ host: 'localhost', origin: 'http://127.0.0.1:4001' }] })
 */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const { sites, host = '127.0.0.1', clock = Date.now } = options
  if (sites.length === 0) throw new Error('`sites` is empty. Give a host and its origin.')
  const zones = resolveZones(
    options.zones,
    sites.map((site) => hostName(site.host)),
  )
  const environments = resolveEnvironments(options.environments ?? [])
  const unknowns = resolveUnknowns(options.unknowns ?? {})
  const faults = createFaults(options.faults ?? [])
  const caches = new Map(
    environments.map(({ name }) => [name, createCache(unknowns.storeInFlight)]),
  )
  const rules = new Map(
    zones.map(({ id, plan }) => [id, resolveRules(options.rules ?? {}, plan === 'enterprise')]),
  )
  const running = new Map(
    sites.map((site) => {
      const name = hostName(site.host)
      const siteRules = rules.get(zoneOf(zones, name)?.id ?? '') ?? resolveRules({}, false)
      return [name, { origin: createOrigin(site.origin, faults), rules: siteRules }]
    }),
  )
  const visits: LoggedVisit[] = []
  const requests: LoggedRequest[] = []
  const open = new Set<OpenRequest>()
  const listenerAt = visitorListeners({
    sites: running,
    environments,
    caches,
    faults,
    clock,
    log: (visit) => void visits.push(visit),
  })

  const servers: Server[] = []
  const start = async (listener: RequestListener, port: number): Promise<string> => {
    const server = createServer({ keepAliveTimeout: 60_000 }, listener)
    servers.push(server)
    return listen(server, port, host)
  }
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(closeServer))
    await Promise.all([...running.values()].map(({ origin }) => origin.close()))
  }

  try {
    const production = await start(listenerAt(PRODUCTION), options.port ?? 0)
    const addresses = new Map<string, string>()
    for (const { name, select } of environments) {
      addresses.set(
        name,
        select.by === 'address' ? await start(listenerAt(name), select.port ?? 0) : production,
      )
    }
    const api = await start(
      apiListener({
        zones,
        environments,
        caches,
        rules,
        unknowns,
        rateLimits: createRateLimits(clock),
        clock,
        credentials: options.credentials,
        faults,
        open,
        log: (request) => void requests.push(request),
      }),
      options.apiPort ?? 0,
    )
    return {
      url: `http://${production}`,
      apiUrl: `http://${api}${API_BASE}`,
      environmentAddress(name) {
        const address = addresses.get(name)
        if (address === undefined) {
          const names = [...addresses.keys()].join(', ')
          throw new Error(`No environment has the name "${name}". There are ${names}.`)
        }
        return address
      },
      environments: () => environments.map(({ name, ref }) => ({ name, ref })),
      zones: () => zones,
      cache: () =>
        [...caches].flatMap(([environment, cache]) =>
          cache.entries().map((stored) => describeEntry(environment, stored, clock())),
        ),
      requests: () => [...requests],
      openRequests: () => [...open],
      visits: () => [...visits],
      setFaults: (next) => faults.set(next),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
