import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCloudflare, type Credentials, type PurgeBody } from '@cdn-purge/cloudflare'
import { startEdge, type Edge } from '@cdn-purge/edge'
import Cloudflare from 'cloudflare'
import { request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { KINDS } from './kinds.ts'
import { startRecordingApi, type Received } from './recording-api.ts'

/** The four methods, as the official SDK and our client both have them. */
interface CacheApi {
  purge(params: PurgeBody & { zone_id: string }): PromiseLike<unknown>
  invalidate(params: PurgeBody & { zone_id: string }): PromiseLike<unknown>
  purgeEnvironment(id: string, params: PurgeBody & { zone_id: string }): PromiseLike<unknown>
  invalidateEnvironment(id: string, params: PurgeBody & { zone_id: string }): PromiseLike<unknown>
}

type Method = keyof CacheApi
type ClientName = (typeof CLIENTS)[number]

const METHODS: readonly Method[] = [
  'purge',
  'purgeEnvironment',
  'invalidate',
  'invalidateEnvironment',
]
const CLIENTS = ['the official SDK', 'our client'] as const
const CREDENTIALS: readonly Credentials[] = [
  { kind: 'token', token: 'a-token' },
  { kind: 'key', email: 'someone@example.com', key: 'c2547eb745079dac9320b638f5e225cf483cc' },
]

const zone_id = '023e105f4ecef8ad9ca31a8372d0c353'
const environmentId = 'c2f4f1a5e0b94c3d8a7b6c5d4e3f'

function createCache(name: ClientName, baseURL: string, credentials: Credentials): CacheApi {
  if (name === 'our client') {
    const client = createCloudflare({ credentials, baseURL, maxRetries: 0 })
    onTestFinished(() => client.close())
    return client.cache
  }
  const { cache } = new Cloudflare({
    baseURL,
    maxRetries: 0,
    // Null, as otherwise a variable of this machine would be sent as well.
    apiToken: credentials.kind === 'token' ? credentials.token : null,
    apiKey: credentials.kind === 'key' ? credentials.key : null,
    apiEmail: credentials.kind === 'key' ? credentials.email : null,
    userServiceKey: null,
  })
  return cache
}

async function call(
  cache: CacheApi,
  method: Method,
  ids: { readonly zone_id: string; readonly environmentId: string },
  body: PurgeBody,
): Promise<unknown> {
  const params = { zone_id: ids.zone_id, ...body }
  switch (method) {
    case 'purge':
    case 'invalidate':
      return cache[method](params)
    case 'purgeEnvironment':
    case 'invalidateEnvironment':
      return cache[method](ids.environmentId, params)
    default: {
      const never: never = method
      return never
    }
  }
}

/** What two clients must agree on. */
function essence(received: Received | undefined): unknown {
  const { authorization, 'x-auth-email': email, 'x-auth-key': key } = received?.headers ?? {}
  const { method, path, body } = received ?? {}
  return { method, path, body, authorization, email, key }
}

describe.for(CREDENTIALS)('with a $kind', (credentials) => {
  describe.for(METHODS)('%s', (method) => {
    test.for(KINDS)('sends $name as the official SDK does', async ({ body }) => {
      const api = await startRecordingApi()
      const ids = { zone_id, environmentId }
      for (const name of CLIENTS) {
        const result = await call(createCache(name, api.url, credentials), method, ids, body)
        expect(result).toEqual({ id: 'accepted' })
      }
      const [theirs, ours, ...others] = api.received
      expect(others).toEqual([])
      expect(theirs?.body).toEqual(body)
      expect(essence(ours)).toEqual(essence(theirs))
    })
  })
})

describe.for(CLIENTS)('%s drives the edge', (name) => {
  describe.for(METHODS)('%s', (method) => {
    test.for(KINDS)('$name', async ({ body, reaches }) => {
      const edge = await startWarmEdge()
      const before = copies(edge)
      const staging = edge.environments().find((environment) => environment.name === 'Staging')
      const zone = edge.zones().find(({ name: zoneName }) => zoneName === 'example.com')
      const ids = { zone_id: zone?.id ?? '', environmentId: staging?.ref ?? '' }

      const cache = createCache(name, edge.apiUrl, { kind: 'token', token: 'a-token' })
      expect(await call(cache, method, ids, body)).toMatchObject({ id: expect.any(String) })

      const environments = method.endsWith('Environment') ? ['Staging'] : ['Production', 'Staging']
      const reached = new Set(
        environments.flatMap((environment) => reaches.map((copy) => `${environment}: ${copy}`)),
      )
      expect([...before.keys()].filter((copy) => reached.has(copy))).toHaveLength(reached.size)
      const expected = [...before.keys()].flatMap((copy): [string, string][] => {
        if (!reached.has(copy)) return [[copy, 'fresh']]
        return method.startsWith('invalidate') ? [[copy, 'stale']] : []
      })
      expect(copies(edge)).toEqual(new Map(expected))
    })
  })
})

/** Every stored copy with its state: `Staging: www.example.com/a.css for https://app.example.com` → `fresh`. */
function copies(edge: Edge): Map<string, string> {
  return new Map(
    edge.cache().map(({ environment, host, path, headers, stale }) => {
      const variant = headers['origin'] === undefined ? '' : ` for ${headers['origin']}`
      return [`${environment}: ${host}${path}${variant}`, stale ? 'stale' : 'fresh']
    }),
  )
}

async function startWarmEdge(): Promise<Edge> {
  const origin = createServer((incoming, response) => {
    const tag = incoming.headers.host?.startsWith('static.') === true && incoming.url === '/a.css'
    response.writeHead(200, {
      'cache-control': 'public, max-age=3600',
      ...(tag ? { 'cache-tag': 'styles' } : {}),
    })
    response.end(incoming.url)
  })
  origin.listen(0, '127.0.0.1')
  await once(origin, 'listening')
  const address = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`
  const edge = await startEdge({
    sites: ['www.example.com', 'static.example.com'].map((host) => ({ host, origin: address })),
    zones: [{ name: 'example.com', plan: 'enterprise' }],
    environments: [{ name: 'Staging', select: { by: 'address' } }],
  })
  onTestFinished(async () => {
    await edge.close()
    origin.closeAllConnections()
    origin.close()
  })
  const visits: { readonly host: string; readonly path: string; readonly origin?: string }[] = [
    { host: 'www.example.com', path: '/a.css' },
    { host: 'www.example.com', path: '/a.css', origin: 'https://app.example.com' },
    { host: 'www.example.com', path: '/js/b.js' },
    { host: 'static.example.com', path: '/a.css' },
    { host: 'static.example.com', path: '/c.png' },
  ]
  for (const visited of [edge.url, `http://${edge.environmentAddress('Staging')}`]) {
    for (const { path, ...headers } of visits) {
      const response = await request(`${visited}${path}`, { headers })
      await response.body.dump()
    }
  }
  return edge
}
