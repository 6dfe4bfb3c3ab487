import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import {
  createCloudflare,
  type CloudflareClient,
  type CloudflareOptions,
  type PurgeParams,
} from '@cdn-purge/cloudflare'
import { PurgeError } from '@cdn-purge/core'
import { Agent } from 'undici'
import { expect, onTestFinished, test, vi } from 'vitest'
import { accept, cut, json, refuse, startRecordingApi, type Reply } from './recording-api.ts'

const TOKEN = 'planted-token-8f3c1d0a9b7e4625f1c2d3e4'
const zone_id = '023e105f4ecef8ad9ca31a8372d0c353'
const environment = 'c2f4f1a5e0b94c3d8a7b6c5d4e3f'
const params: PurgeParams = { zone_id, files: ['https://www.example.com/a.css'] }

interface Setup {
  readonly client: CloudflareClient
  /** How long was waited between attempts, without waiting. */
  readonly waits: number[]
}

function createClient(baseURL: string, options: Partial<CloudflareOptions> = {}): Setup {
  const waits: number[] = []
  const client = createCloudflare({
    credentials: { kind: 'token', token: TOKEN },
    baseURL,
    random: () => 0,
    sleep: async (ms) => void waits.push(ms),
    ...options,
  })
  onTestFinished(() => client.close())
  return { client, waits }
}

async function failed(act: Promise<unknown>): Promise<PurgeError> {
  const error: unknown = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof PurgeError)) throw new Error('No PurgeError.', { cause: error })
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(TOKEN)
  return error
}

test('a purge is one POST with one way to authenticate', async () => {
  const api = await startRecordingApi()
  const { client } = createClient(`${api.url}/`)
  await expect(client.cache.purgeEnvironment(environment, params)).resolves.toEqual({
    id: 'accepted',
  })
  expect(api.received).toHaveLength(1)
  expect(api.received[0]).toMatchObject({
    method: 'POST',
    path: `/client/v4/zones/${zone_id}/environments/${environment}/purge_cache`,
    body: { files: params.files },
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
  })
  expect(api.received[0]?.headers).not.toHaveProperty('x-auth-key')
})

test('a null result is given as it is', async () => {
  const api = await startRecordingApi(json(200, { success: true }))
  await expect(createClient(api.url).client.cache.purge(params)).resolves.toBeNull()
})

test('headers of the client and of the call are sent, those that authenticate are refused', async () => {
  const api = await startRecordingApi()
  const { client } = createClient(api.url, { headers: { 'X-One': '1', 'X-Two': '1' } })
  await client.cache.purge(params, { headers: { 'x-two': '2' } })
  expect(api.received[0]?.headers).toMatchObject({ 'x-one': '1', 'x-two': '2' })
  const error = await failed(client.cache.purge(params, { headers: { 'X-Auth-Key': 'k' } }))
  expect(error.code).toBe('bad-option')
  expect(api.received).toHaveLength(1)
})

test.for<{ name: string; act: (client: CloudflareClient) => Promise<unknown> }>([
  { name: 'an empty body', act: (client) => client.cache.purge({ zone_id } as PurgeParams) },
  {
    name: 'a mixture',
    act: (client) => client.cache.purge({ ...params, tags: ['a'] } as unknown as PurgeParams),
  },
  { name: 'an empty environment', act: (client) => client.cache.purgeEnvironment('', params) },
  {
    name: 'no environment',
    act: (client) => client.cache.invalidateEnvironment(undefined as unknown as string, params),
  },
  { name: 'no zone to look at', act: (client) => client.zones.get({ zone_id: '' }) },
  { name: 'no zone', act: (client) => client.zones.environments.list({ zone_id: '' }) },
  {
    name: 'no parameters',
    act: (client) => client.cache.invalidate(null as unknown as PurgeParams),
  },
])('$name: nothing is sent', async ({ act }) => {
  const api = await startRecordingApi()
  const error = await failed(act(createClient(api.url).client))
  expect(error.code).toBe('bad-request')
  expect(api.received).toHaveLength(0)
})

test.for<{ name: string; options: Partial<CloudflareOptions>; code: string }>([
  { name: 'a base URL of another scheme', options: { baseURL: 'ftp://a' }, code: 'bad-option' },
  {
    name: 'a base URL with a password',
    options: { baseURL: `https://a:${TOKEN}@b/` },
    code: 'bad-option',
  },
  { name: 'a base URL with a query', options: { baseURL: 'https://a/?b' }, code: 'bad-option' },
  { name: 'an empty base URL', options: { baseURL: '' }, code: 'bad-option' },
  { name: 'no time to wait', options: { timeoutMs: 0 }, code: 'bad-option' },
  { name: 'half a retry', options: { maxRetries: 0.5 }, code: 'bad-option' },
  { name: 'retries without end', options: { maxRetries: Infinity }, code: 'bad-option' },
  { name: 'an unknown plan', options: { plan: 'gold' as 'pro' }, code: 'bad-option' },
  {
    name: 'a header over two lines',
    options: { headers: { a: `b\r\n${TOKEN}` } },
    code: 'bad-option',
  },
  {
    name: 'a damaged token',
    options: { credentials: { kind: 'token', token: `${TOKEN}\n` } },
    code: 'bad-credentials',
  },
])('$name: no client is created', async ({ options, code }) => {
  const error = await failed(
    (async () => createCloudflare({ credentials: { kind: 'token', token: TOKEN }, ...options }))(),
  )
  expect(error.code).toBe(code)
})

test('the limit of a plan is that of the call, else of the client', async () => {
  const api = await startRecordingApi()
  const files = Array.from({ length: 500 }, (_, index) => `https://www.example.com/${index}`)
  const { client } = createClient(api.url, { plan: 'enterprise' })
  await client.cache.purge({ zone_id, files })
  const error = await failed(client.cache.purge({ zone_id, files }, { plan: 'pro' }))
  expect(error.code).toBe('bad-request')
})

test.for<{ name: string; replies: Reply[]; waits: number[] }>([
  { name: 'a lost connection', replies: [cut, accept], waits: [500] },
  {
    name: 'server errors',
    replies: [refuse(500, []), refuse(503, []), accept],
    waits: [500, 1000],
  },
  { name: 'a page of a gateway', replies: [html(502), accept], waits: [500] },
  { name: 'a timeout by the server', replies: [refuse(408, []), accept], waits: [500] },
  { name: 'a conflict', replies: [refuse(409, []), accept], waits: [500] },
  { name: 'a 401', replies: [refuse(401, [10_000]), accept], waits: [500] },
  { name: 'an answer that breaks off', replies: [half, accept], waits: [500] },
  { name: 'a rate limit', replies: [refuse(429, [1134]), accept], waits: [4000] },
  {
    name: 'a rate limit that says how long',
    replies: [refuse(429, [1134], { 'retry-after': '9' }), accept],
    waits: [9000],
  },
  {
    name: 'a rate limit under 200',
    replies: [refuse(200, [1134], { ratelimit: '"default";r=0;t=3' }), accept],
    waits: [3000],
  },
])('$name is followed by another attempt', async ({ replies, waits }) => {
  const api = await startRecordingApi(...replies)
  const setup = createClient(api.url)
  await expect(setup.client.cache.purge(params)).resolves.toEqual({ id: 'accepted' })
  expect(setup.waits).toEqual(waits)
  expect(api.received).toHaveLength(replies.length)
  expect(api.received.map(({ body }) => body)).toEqual(replies.map(() => ({ files: params.files })))
})

test.for<{ name: string; reply: Reply; code: string; attempts: number }>([
  { name: 'a refusal', reply: refuse(403, [10_000]), code: 'api-refused', attempts: 1 },
  { name: 'a bad request', reply: refuse(400, [1092]), code: 'api-refused', attempts: 1 },
  { name: 'success: false', reply: refuse(200, [1017]), code: 'api-refused', attempts: 1 },
  { name: '1136', reply: refuse(400, [1136]), code: 'url-refused', attempts: 1 },
  { name: 'HTML', reply: html(200), code: 'api-unreadable', attempts: 1 },
  {
    name: 'a redirection',
    reply: json(302, {}, { location: '/' }),
    code: 'api-unreadable',
    attempts: 1,
  },
  { name: 'more than is read', reply: endless, code: 'api-unreadable', attempts: 1 },
  { name: '401 again', reply: refuse(401, [10_000]), code: 'api-refused', attempts: 2 },
  {
    name: 'a rate limit without end',
    reply: refuse(429, [1134]),
    code: 'rate-limited',
    attempts: 3,
  },
  { name: 'server errors without end', reply: refuse(500, []), code: 'api-refused', attempts: 3 },
  { name: 'gateway pages without end', reply: html(502), code: 'api-unreadable', attempts: 3 },
  { name: 'lost connections without end', reply: cut, code: 'api-unreachable', attempts: 3 },
  { name: 'answers that break off', reply: half, code: 'api-unreadable', attempts: 3 },
])('$name ends after $attempts attempts', async ({ reply, code, attempts }) => {
  const api = await startRecordingApi(reply)
  const error = await failed(createClient(api.url, { maxRetries: 2 }).client.cache.purge(params))
  expect(error.code).toBe(code)
  expect(error.message).toMatch(/^Could not purge 1 URL in zone "023e/)
  expect(error.message).toContain(attempts === 1 ? 'Tried once.' : `Tried ${attempts} times.`)
  expect(error.details['attempts']).toBe(attempts)
  expect(error.hint ?? '').not.toBe('')
  expect(api.received).toHaveLength(attempts)
})

test.for<{ name: string; reply: Reply; retryAfterMs?: number }>([
  { name: 'that says nothing', reply: refuse(429, [1134]) },
  {
    name: 'that says how long to wait',
    reply: refuse(429, [1134], { 'retry-after': '300' }),
    retryAfterMs: 300_000,
  },
  {
    name: 'under another status',
    reply: refuse(400, [1134], { ratelimit: '"keys";r=0;t=12' }),
    retryAfterMs: 12_000,
  },
])('a rate limit $name is left to a caller who wants it', async ({ reply, retryAfterMs }) => {
  const api = await startRecordingApi(reply)
  const setup = createClient(api.url)
  const error = await failed(setup.client.cache.purge(params, { onRateLimit: 'throw' }))
  expect(error.code).toBe('rate-limited')
  expect(error.details['retryAfterMs']).toBe(retryAfterMs)
  expect(setup.waits).toEqual([])
  expect(api.received).toHaveLength(1)
})

test('a caller who waits for rate limits itself still has lost connections tried again', async () => {
  const api = await startRecordingApi(cut, refuse(503, []), accept)
  const setup = createClient(api.url, { onRateLimit: 'throw' })
  await expect(setup.client.cache.purge(params)).resolves.toEqual({ id: 'accepted' })
  expect(setup.waits).toEqual([500, 1000])
})

test('whoever listens is told about every attempt that will be repeated', async () => {
  const api = await startRecordingApi(refuse(503, []), cut, accept)
  const notices: [number, number, string][] = []
  const { client } = createClient(api.url, {
    onRetry: ({ attempts, delayMs, error }) => notices.push([attempts, delayMs, error.code]),
  })
  await client.cache.purge(params)
  expect(notices).toEqual([
    [1, 500, 'api-refused'],
    [2, 1000, 'api-unreachable'],
  ])
})

test('a refusal of URLs carries the URLs', async () => {
  const api = await startRecordingApi(refuse(400, [1136]))
  const error = await failed(
    createClient(api.url).client.cache.purgeEnvironment(environment, params),
  )
  expect(error).toMatchObject({ code: 'url-refused', details: { targets: params.files } })
})

test('an API that echoes the credentials does not make them visible', async () => {
  const api = await startRecordingApi(echo)
  const error = await failed(createClient(api.url).client.cache.purge(params))
  expect(error.message).toContain('Bad header Bearer [redacted]')
})

test('a server that does not answer in time is tried again', async () => {
  const api = await startRecordingApi(() => {})
  const { client } = createClient(api.url, { timeoutMs: 60, maxRetries: 1 })
  const error = await failed(client.cache.purge(params))
  expect(error.code).toBe('api-unreachable')
  expect(error.message).toContain('did not answer within 60 ms. Tried 2 times.')
  expect(api.received).toHaveLength(2)
})

test('a body that never ends does not outlast the timeout', async () => {
  const api = await startRecordingApi((response) => void response.writeHead(200).write('{'))
  const { client } = createClient(api.url, { timeoutMs: 60, maxRetries: 0 })
  expect((await failed(client.cache.purge(params))).code).toBe('api-unreachable')
})

test('a server that is not there is named with the reason', async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const { client } = createClient(`http://127.0.0.1:${port}`, { maxRetries: 1 })
  const error = await failed(client.cache.purge(params))
  expect(error.code).toBe('api-unreachable')
  expect(error.message).toContain(
    `could not reach 127.0.0.1:${port} (ECONNREFUSED). Tried 2 times.`,
  )
})

test('a signal that is aborted already: nothing is sent', async () => {
  const api = await startRecordingApi()
  const signal = AbortSignal.abort()
  const error = await failed(createClient(api.url).client.cache.purge(params, { signal }))
  expect(error).toMatchObject({ code: 'interrupted' })
  expect(error.message).toContain('Nothing was sent.')
  expect(api.received).toHaveLength(0)
})

test('a signal ends a request that is under way', async () => {
  const abort = new AbortController()
  const api = await startRecordingApi(() => abort.abort())
  const error = await failed(
    createClient(api.url).client.cache.purge(params, { signal: abort.signal }),
  )
  expect(error.code).toBe('interrupted')
  expect(error.message).toContain('Tried once.')
})

test('a signal ends the wait between two attempts', async () => {
  const abort = new AbortController()
  const api = await startRecordingApi(refuse(429, [1134], { 'retry-after': '50' }))
  const client = createCloudflare({
    credentials: { kind: 'token', token: TOKEN },
    baseURL: api.url,
    onRetry: () => setImmediate(() => abort.abort()),
  })
  onTestFinished(() => client.close())
  const error = await failed(client.cache.purge(params, { signal: abort.signal }))
  expect(error.code).toBe('interrupted')
  expect(api.received).toHaveLength(1)
})

test('zones are listed over all pages', async () => {
  const api = await startRecordingApi(zonePage(1), zonePage(2), zonePage(3))
  const zones = await createClient(api.url).client.zones.list({ name: 'a b' })
  expect(zones.map(({ id }) => id)).toEqual(['z1', 'z2', 'z3'])
  expect(zones[0]).toEqual({ id: 'z1', name: '1.example.com', plan: { legacy_id: 'pro' } })
  expect(api.received.map(({ path }) => path)).toEqual(
    [1, 2, 3].map((number) => `/client/v4/zones?name=a+b&page=${number}&per_page=50`),
  )
})

test('an API that pages without end is not followed without end', async () => {
  const api = await startRecordingApi(
    json(200, {
      success: true,
      result: [{ id: 'z', name: 'example.com' }],
      result_info: { page: 1, total_pages: 1e9 },
    }),
  )
  await createClient(api.url).client.zones.list()
  expect(api.received).toHaveLength(40)
})

test('one zone is asked for by its id', async () => {
  const result = { id: zone_id, name: 'example.com', plan: { legacy_id: 'pro', name: 'Pro' } }
  const api = await startRecordingApi(json(200, { success: true, result }))
  await expect(createClient(api.url).client.zones.get({ zone_id })).resolves.toEqual({
    id: zone_id,
    name: 'example.com',
    plan: { legacy_id: 'pro' },
  })
  expect(api.received[0]).toMatchObject({ method: 'GET', path: `/client/v4/zones/${zone_id}` })
})

test('a zone of no known form is unreadable', async () => {
  const api = await startRecordingApi(json(200, { success: true, result: [] }))
  const error = await failed(createClient(api.url).client.zones.get({ zone_id }))
  expect(error.code).toBe('api-unreadable')
})

test.for<{ name: string; result: unknown; environments: unknown[] }>([
  { name: 'none', result: { environments: [] }, environments: [] },
  { name: 'null instead of a list', result: null, environments: [] },
  {
    name: 'one',
    result: { environments: [{ name: 'Staging', ref: 'r', expression: 'e', version: 0 }] },
    environments: [{ name: 'Staging', ref: 'r', expression: 'e' }],
  },
])('environments: $name', async ({ result, environments }) => {
  const api = await startRecordingApi(json(200, { success: true, result }))
  const { client } = createClient(api.url)
  await expect(client.zones.environments.list({ zone_id })).resolves.toEqual({ environments })
})

test.for<{ name: string; result: unknown }>([
  { name: 'a text', result: 'environments' },
  { name: 'a list elsewhere', result: [] },
  { name: 'an environment without ref', result: { environments: [{ name: 'Staging' }] } },
])('environments that are $name are unreadable', async ({ result }) => {
  const api = await startRecordingApi(json(200, { success: true, result }))
  const error = await failed(createClient(api.url).client.zones.environments.list({ zone_id }))
  expect(error.code).toBe('api-unreadable')
  expect(error.message).toContain('Tried once.')
})

test('the proxy that the environment names carries the requests', async () => {
  const api = await startRecordingApi()
  const tunnels: (string | undefined)[] = []
  const proxy = createServer()
  proxy.on('connect', ({ url }, socket) => {
    tunnels.push(url)
    const { port } = new URL(api.url)
    const upstream = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    socket.on('error', () => upstream.destroy())
    upstream.on('error', () => socket.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']) {
    vi.stubEnv(name, `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
  }
  for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { client } = createClient('http://api.example.test/client/v4')
  await expect(client.cache.purge(params)).resolves.toEqual({ id: 'accepted' })
  expect(tunnels).toEqual(['api.example.test:80'])
})

test('a proxy that is no URL is refused without being shown', async () => {
  vi.stubEnv('http_proxy', `:${TOKEN}`)
  onTestFinished(() => void vi.unstubAllEnvs())
  const error = await failed((async () => createClient('http://127.0.0.1:1'))())
  expect(error.code).toBe('bad-option')
})

test('a dispatcher that was passed in is used and left open', async () => {
  const api = await startRecordingApi()
  const dispatcher = new Agent()
  onTestFinished(() => dispatcher.close())
  const { client } = createClient(api.url, { dispatcher })
  await client.cache.purge(params)
  await client.close()
  await createClient(api.url, { dispatcher }).client.cache.purge(params)
  expect(api.received).toHaveLength(2)
})

test('the client itself does not show the credentials', () => {
  const { client } = createClient('http://127.0.0.1:1')
  expect(inspect(client, { depth: 20, showHidden: true })).not.toContain(TOKEN)
})

function echo(...[response, { headers }]: Parameters<Reply>): void {
  const message = `Bad header ${String(headers.authorization)}`
  response.writeHead(400, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ success: false, errors: [{ code: 6003, message }] }))
}

function zonePage(page: number): Reply {
  return json(200, {
    success: true,
    result: [{ id: `z${page}`, name: `${page}.example.com`, plan: { legacy_id: 'pro' } }],
    result_info: { page, per_page: 1, total_pages: 3 },
  })
}

function html(status: number): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html' })
    response.end('<!DOCTYPE html><title>no</title>')
  }
}

function half(response: Parameters<Reply>[0]): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 })
  response.write('{"success":true,', () => response.destroy())
}

function endless(response: Parameters<Reply>[0]): void {
  const piece = Buffer.alloc(65_536, 0x20)
  const more = (): void => {
    if (!response.destroyed) response.write(piece, more)
  }
  response.writeHead(200, { 'content-type': 'application/json' })
  more()
}
