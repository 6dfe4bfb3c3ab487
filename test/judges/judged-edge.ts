import { startEdge, type Fault } from '@cdn-purge/edge'
import { missingVarnish, startVarnish } from '../varnish/varnish.ts'
import { startAdapter, type PurgeManner } from '../varnish/adapter.ts'

/** An edge with Production and Staging, as far as a journey needs to know it. */
export interface JudgedEdge {
  readonly apiUrl: string
  /** Where visitors of an environment come in: `127.0.0.1:6081`. */
  address(environment: 'Production' | 'Staging'): string
  setManner(manner: PurgeManner): void
  /** Bodies of the purges so far. */
  purges(): readonly unknown[]
  close(): Promise<void>
}

export interface JudgedEdgeOptions {
  readonly origin: string
  /** In the zone `site.example`. */
  readonly host: string
  readonly token: string
  /** Whether Staging refuses purges by exact URL. */
  readonly refusesUrls: boolean
}

/** A kind of edge that journeys are judged on. */
export interface Judge {
  readonly name: string
  /** Why there is none on this machine, if so. */
  readonly missing: string | undefined
  start(options: JudgedEdgeOptions): Promise<JudgedEdge>
}

export const JUDGES: readonly Judge[] = [
  { name: 'our edge', missing: undefined, start: startOurs },
  { name: 'Varnish', missing: missingVarnish(), start: startTheirs },
]

const ZONE = 'site.example'

async function startOurs({
  origin,
  host,
  token,
  refusesUrls,
}: JudgedEdgeOptions): Promise<JudgedEdge> {
  const edge = await startEdge({
    sites: [{ host, origin }],
    zones: [{ name: ZONE, plan: 'enterprise' }],
    environments: [{ name: 'Staging', select: { by: 'address' } }],
    rules: { cacheEverything: true },
    credentials: { token },
    unknowns: { refuseUrlsOn: refusesUrls ? ['Staging'] : [] },
  })
  return {
    apiUrl: edge.apiUrl,
    address: (environment) => edge.environmentAddress(environment),
    setManner: (manner) => edge.setFaults(faultsOf(manner)),
    purges: () =>
      edge
        .requests()
        .filter(({ path }) => path.includes('purge_cache'))
        .map(({ body }) => body),
    close: () => edge.close(),
  }
}

function faultsOf(manner: PurgeManner): readonly Fault[] {
  switch (manner) {
    case 'obey':
      return []
    case 'forbid':
      return [{ on: 'api', match: 'purge_cache', kind: 'fail', status: 403, code: 10_000 }]
    case 'ignore':
      return [{ on: 'api', match: 'purge_cache', kind: 'ignore' }]
    default: {
      const never: never = manner
      return never
    }
  }
}

async function startTheirs({ origin, token, refusesUrls }: JudgedEdgeOptions): Promise<JudgedEdge> {
  const varnish = await startVarnish(origin)
  const adapter = await startAdapter({ varnish, zone: ZONE, token, refusesUrls })
  return {
    apiUrl: adapter.apiUrl,
    address: (environment) => varnish.address(environment),
    setManner: (manner) => adapter.setManner(manner),
    purges: () => adapter.purges,
    async close() {
      await adapter.close()
      await varnish.stop()
    },
  }
}
