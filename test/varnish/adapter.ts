import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { VARNISH_ENVIRONMENTS, type Varnish, type VarnishEnvironment } from './varnish.ts'

/** What an adapter does with purges: what they say, or how a zone may disappoint. */
export type PurgeManner = 'obey' | 'forbid' | 'ignore'

export interface AdapterOptions {
  readonly varnish: Varnish
  readonly zone: string
  readonly token: string
  /** Whether purges by exact URL are refused, as environments do that select by address. */
  readonly refusesUrls: boolean
}

/** Cloudflare's purge API in front of Varnish. */
export interface Adapter {
  /** What a client of the API takes as its base URL. */
  readonly apiUrl: string
  /** Bodies of the purges so far. */
  readonly purges: readonly unknown[]
  setManner(manner: PurgeManner): void
  close(): Promise<void>
}

const ZONE_ID = '0123456789abcdef0123456789abcdef'

/** Starts a server that speaks the purge API and does what it is told to Varnish. */
export async function startAdapter(options: AdapterOptions): Promise<Adapter> {
  const purges: unknown[] = []
  let manner: PurgeManner = 'obey'
  const server = createServer((incoming, response) => {
    answer(incoming, options, { purges, manner }).then(
      ({ status, body }) =>
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify({ errors: [], messages: [], result: null, ...body })),
      () => response.destroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4`,
    purges,
    setManner(next) {
      manner = next
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

interface State {
  readonly purges: unknown[]
  readonly manner: PurgeManner
}

async function answer(
  incoming: IncomingMessage,
  options: AdapterOptions,
  state: State,
): Promise<Answer> {
  const { zone, token, varnish } = options
  const text = await readText(incoming)
  if (incoming.headers.authorization !== `Bearer ${token}`) return refusal(403, 10_000, 'No token.')
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://api')
  const path = `${incoming.method} ${pathname.replace('/client/v4', '')}`
  const description = { id: ZONE_ID, name: zone, plan: { legacy_id: 'enterprise' } }
  if (path === 'GET /zones') {
    const found = searchParams.get('name') === zone ? [description] : []
    return success(found, { page: 1, per_page: 20, count: found.length, total_pages: 1 })
  }
  if (path === `GET /zones/${ZONE_ID}`) return success(description)
  if (path === `GET /zones/${ZONE_ID}/environments`) {
    return success({ environments: VARNISH_ENVIRONMENTS.map(describeEnvironment) })
  }
  const [, ref] = /^POST \/zones\/[^/]+(?:\/environments\/([^/]+))?\/purge_cache$/.exec(path) ?? []
  if (!path.startsWith(`POST /zones/${ZONE_ID}/`)) return refusal(404, 7003, `No route: ${path}.`)
  const environments = VARNISH_ENVIRONMENTS.filter(
    (name) => ref === undefined || refOf(name) === ref,
  )
  const body = JSON.parse(text) as PurgeBody
  state.purges.push(body)
  if (state.manner === 'forbid') return refusal(403, 10_000, 'Authentication error.')
  if (options.refusesUrls && body.files) {
    return refusal(400, 1136, 'This environment does not allow purging by URL.')
  }
  if (state.manner !== 'ignore') await purge(varnish, environments, body)
  return success({ id: ZONE_ID })
}

interface PurgeBody {
  readonly purge_everything?: true
  readonly files?: readonly (string | { readonly url: string })[]
  readonly prefixes?: readonly string[]
  readonly hosts?: readonly string[]
  readonly tags?: readonly string[]
}

async function purge(
  varnish: Varnish,
  environments: readonly VarnishEnvironment[],
  { purge_everything: everything, files = [], prefixes = [], hosts = [], tags = [] }: PurgeBody,
): Promise<void> {
  const bans = [
    ...(everything ? [{}] : []),
    ...hosts.map((host) => ({ host })),
    ...tags.map((tag) => ({ tag })),
    ...prefixes.map((prefix) => {
      const { host, pathname } = new URL(`http://${prefix}`)
      return { host, path: pathname }
    }),
  ]
  for (const environment of environments) {
    for (const file of files) {
      await varnish.purge(environment, typeof file === 'string' ? file : file.url)
    }
    for (const ban of bans) await varnish.ban(environment, ban)
  }
}

function describeEnvironment(name: VarnishEnvironment): unknown {
  const expression = name === 'Production' ? '(true)' : '(cf.edge.server_ip in {127.0.0.1})'
  return { name, ref: refOf(name), version: 0, expression, locked_on_deployment: false }
}

function refOf(name: VarnishEnvironment): string {
  return Buffer.from(name).toString('hex').padEnd(32, '0')
}

function success(result: unknown, info?: unknown): Answer {
  return {
    status: 200,
    body: { success: true, result, ...(info !== undefined && { result_info: info }) },
  }
}

function refusal(status: number, code: number, message: string): Answer {
  return { status, body: { success: false, errors: [{ code, message }] } }
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
