import { createHash, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { startEdge } from './index.ts'
import {
  callApi,
  deferred,
  endpoint,
  manualClock,
  purge,
  startFor,
  startOrigin,
  visit,
  type Site,
} from '../test/edge-fixture.ts'

/** A site of one file that answers by ETag. */
function tagged(state: { body: string; headers?: Record<string, string> }): Site {
  return (request, response) => {
    const etag = `"${createHash('sha256').update(state.body).digest('hex')}"`
    const headers = { ETag: etag, ...state.headers }
    if (request.headers['if-none-match'] === etag) response.writeHead(304, headers).end()
    else response.writeHead(200, headers).end(state.body)
  }
}

const invalidateAll = { body: { purge_everything: true } }

test('bytes and content coding pass unchanged, the first time and from the cache', async () => {
  const bytes = randomBytes(300_000)
  const packed = gzipSync(bytes)
  const edge = await startFor((_, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'font/woff2' })
    for (let start = 0; start < packed.length; start += 10_000) {
      response.write(packed.subarray(start, start + 10_000))
    }
    response.end()
  })
  for (const status of ['MISS', 'HIT']) {
    const got = await visit(edge, '/a.woff2', { headers: { 'accept-encoding': 'gzip' } })
    expect(got.status).toBe(status)
    expect(got.bytes.equals(packed)).toBe(true)
    expect(got.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'font/woff2' })
  }
})

test('who does not accept a coding does not get it from the cache', async () => {
  const edge = await startFor((request, response) => {
    const zipped = request.headers['accept-encoding'] === 'gzip'
    response.writeHead(200, {
      Vary: 'Accept-Encoding',
      ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
    })
    response.end(zipped ? gzipSync('body') : 'body')
  })
  const zipped = { headers: { 'accept-encoding': 'gzip' } }
  expect((await visit(edge, '/a.css', zipped)).status).toBe('MISS')
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'MISS', body: 'body' })
  expect((await visit(edge, '/a.css', zipped)).headers['content-encoding']).toBe('gzip')
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'HIT', body: 'body' })
  await purge(edge, { files: ['https://www.example.com/a.css'] })
  expect((await visit(edge, '/a.css', zipped)).status).toBe('MISS')
  expect((await visit(edge, '/a.css')).status).toBe('MISS')
})

test('what is not cached passes through: methods, bodies, cookies, statuses', async () => {
  const edge = await startFor(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    response.writeHead(
      201,
      [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['X-Host', String(request.headers.host)],
      ].flat(),
    )
    response.end(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`)
  })
  const page = await visit(edge, '/page?x=%20', { method: 'POST' })
  expect(page).toMatchObject({ status: 'DYNAMIC', code: 201, body: 'POST /page?x=%20 ' })
  expect(page.headers['set-cookie']).toEqual(['a=1', 'b=2'])
  expect(page.headers['x-host']).toBe('www.example.com')
  expect((await visit(edge, '/a.css')).status).toBe('BYPASS')
  expect((await visit(edge, '/a.css')).status).toBe('BYPASS')
})

test('Age grows with the clock and starts anew at a purge; no Age on a miss', async () => {
  const clock = manualClock()
  const edge = await startFor((_, response) => response.end('body'), { clock: clock.now })
  expect((await visit(edge, '/a.css')).headers.age).toBeUndefined()
  clock.forward(30)
  const hit = await visit(edge, '/a.css')
  expect([hit.status, hit.headers.age]).toEqual(['HIT', '30'])
  expect(hit.headers['cf-ray']).toMatch(/^[\da-f]{16}-LOC$/)
  await purge(edge, { purge_everything: true })
  await visit(edge, '/a.css')
  expect((await visit(edge, '/a.css')).headers.age).toBe('0')
})

test('a stale copy is asked for: 304 revalidates it, other bytes replace it', async () => {
  const clock = manualClock()
  const state = { body: 'one', headers: { 'Cache-Control': 'max-age=60' } }
  const edge = await startFor(tagged(state), { clock: clock.now })
  await visit(edge, '/a.css')
  clock.forward(60)
  expect(edge.cache()[0]?.stale).toBe(true)
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'REVALIDATED', body: 'one' })
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'HIT', body: 'one' })
  clock.forward(60)
  state.body = 'two'
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'EXPIRED', body: 'two' })
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'HIT', body: 'two' })
})

test('an invalidated copy is asked for at once', async () => {
  const state = { body: 'one' }
  const edge = await startFor(tagged(state), {
    environments: [{ name: 'Staging', select: { by: 'address' } }],
  })
  const staging = { environment: 'Staging' }
  await visit(edge, '/a.css')
  await visit(edge, '/a.css', staging)
  await callApi(edge, 'POST', endpoint(edge, 'Staging', 'invalidate'), invalidateAll)
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'HIT' })
  expect(await visit(edge, '/a.css', staging)).toMatchObject({ status: 'REVALIDATED', body: 'one' })
  expect(await visit(edge, '/a.css', staging)).toMatchObject({ status: 'HIT' })
  state.body = 'two'
  await callApi(edge, 'POST', endpoint(edge, undefined, 'invalidate'), invalidateAll)
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'EXPIRED', body: 'two' })
  expect(await visit(edge, '/a.css', staging)).toMatchObject({ status: 'EXPIRED', body: 'two' })
  expect((await visit(edge, '/b.css')).status).toBe('MISS')
})

test('an origin whose validators do not follow the content keeps the old bytes after invalidation', async () => {
  let body = 'one'
  const edge = await startFor((request, response) => {
    const headers = { 'Last-Modified': 'Tue, 01 Jan 2030 00:00:00 GMT' }
    if (request.headers['if-modified-since'] === undefined)
      response.writeHead(200, headers).end(body)
    else response.writeHead(304, headers).end()
  })
  await visit(edge, '/a.css')
  body = 'two'
  await callApi(edge, 'POST', endpoint(edge, undefined, 'invalidate'), invalidateAll)
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'REVALIDATED', body: 'one' })
  await purge(edge, { purge_everything: true })
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'MISS', body: 'two' })
})

test('stale-while-revalidate serves the old body once more, and fetches behind it', async () => {
  const again = deferred()
  let count = 0
  const edge = await startFor((_, response) => {
    count += 1
    response.writeHead(200, { 'Cache-Control': 'max-age=60, stale-while-revalidate=30' })
    response.end(`body ${count}`)
    if (count === 2) again.resolve()
  })
  await visit(edge, '/a.css')
  await callApi(edge, 'POST', endpoint(edge, undefined, 'invalidate'), invalidateAll)
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'UPDATING', body: 'body 1' })
  await again.promise
  await expect.poll(() => edge.cache()[0]?.stale).toBe(false)
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'HIT', body: 'body 2' })
})

test('a stale copy stands in for an origin that is down, unless it must be revalidated', async () => {
  for (const [cacheControl, expected] of [
    ['max-age=60', { status: 'STALE', code: 200, body: 'body' }],
    ['max-age=60, must-revalidate', { code: 502 }],
  ] as const) {
    const clock = manualClock()
    const origin = await startOrigin((_, response) => {
      response.writeHead(200, { 'Cache-Control': cacheControl }).end('body')
    })
    const edge = await startFor(() => {}, {
      sites: [{ host: 'www.example.com', origin: origin.url }],
      clock: clock.now,
    })
    await visit(edge, '/a.css')
    await origin.stop()
    expect((await visit(edge, '/a.css')).status).toBe('HIT')
    clock.forward(60)
    expect(await visit(edge, '/a.css')).toMatchObject(expected)
    expect((await visit(edge, '/b.css')).code).toBe(502)
  }
})

test('a 5xx passes unless stale-if-error allows the stale copy', async () => {
  const clock = manualClock()
  let failing = false
  const site =
    (cacheControl: string): Site =>
    (_, response) => {
      response.writeHead(failing ? 500 : 200, {
        'Cache-Control': failing ? 'no-store' : cacheControl,
      })
      response.end(failing ? 'failed' : 'body')
    }
  const plain = await startFor(site('max-age=60'), { clock: clock.now })
  const lenient = await startFor(site('max-age=60, stale-if-error=60'), { clock: clock.now })
  await visit(plain, '/a.css')
  await visit(lenient, '/a.css')
  failing = true
  clock.forward(60)
  expect(await visit(plain, '/a.css')).toMatchObject({ status: 'BYPASS', code: 500 })
  expect(plain.cache()).toHaveLength(1)
  expect(await visit(lenient, '/a.css')).toMatchObject({ status: 'STALE', body: 'body' })
})

test('an answer that may not be stored any more takes the old one away', async () => {
  const clock = manualClock()
  const state = { body: 'one', headers: { 'Cache-Control': 'max-age=60' } }
  const edge = await startFor(tagged(state), { clock: clock.now })
  await visit(edge, '/a.css')
  clock.forward(60)
  state.body = 'two'
  state.headers = { 'Cache-Control': 'no-store' }
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'BYPASS', body: 'two' })
  expect(edge.cache()).toEqual([])
})

test('a 404 is stored for three minutes', async () => {
  const clock = manualClock()
  let there = false
  const edge = await startFor(
    (_, response) => void response.writeHead(there ? 200 : 404).end('body'),
    { clock: clock.now },
  )
  await visit(edge, '/a.js')
  there = true
  expect(await visit(edge, '/a.js')).toMatchObject({ status: 'HIT', code: 404 })
  clock.forward(180)
  expect(await visit(edge, '/a.js')).toMatchObject({ status: 'EXPIRED', code: 200 })
})

test('HEAD is served from what GET stored, and stores nothing', async () => {
  const edge = await startFor((_, response) => response.end('body'))
  expect((await visit(edge, '/a.css', { method: 'HEAD' })).status).toBe('MISS')
  expect(edge.cache()).toEqual([])
  await visit(edge, '/a.css')
  const head = await visit(edge, '/a.css', { method: 'HEAD' })
  expect([head.status, head.body, head.headers['content-length']]).toEqual(['HIT', '', '4'])
})

test('a visitor who has the copy gets 304, and the whole is stored', async () => {
  const edge = await startFor(tagged({ body: 'body' }))
  const etag = String((await visit(edge, '/a.css')).headers.etag)
  await purge(edge, { purge_everything: true })
  for (const status of ['MISS', 'HIT']) {
    const got = await visit(edge, '/a.css', { headers: { 'if-none-match': etag } })
    expect([got.status, got.code, got.body]).toEqual([status, 304, ''])
  }
  expect((await visit(edge, '/a.css')).body).toBe('body')
})

test('half an answer of the origin reaches the visitor as a broken one, and is not stored', async () => {
  const edge = await startFor((_, response: ServerResponse) => {
    response.writeHead(200, { 'Content-Length': '100' })
    response.write('half', () => response.destroy())
  })
  await expect(visit(edge, '/a.css')).rejects.toThrow()
  expect(edge.cache()).toEqual([])
})

test('an answer larger than the limit passes and is not stored', async () => {
  const edge = await startFor((_, response) => response.end('x'.repeat(11)), {
    rules: { maxObjectBytes: 10 },
  })
  expect((await visit(edge, '/a.css')).body).toHaveLength(11)
  expect(edge.cache()).toEqual([])
})

test('every visit is logged with its environment', async () => {
  const edge = await startFor((_, response) => response.end('body'), {
    environments: [{ name: 'QA', select: { by: 'host', host: 'www.example.com' } }],
  })
  await visit(edge, '/a.css')
  await visit(edge, '/page')
  expect(edge.visits()).toMatchObject([
    {
      environment: 'QA',
      method: 'GET',
      url: 'http://www.example.com/a.css',
      status: 200,
      cacheStatus: 'MISS',
    },
    { environment: 'QA', url: 'http://www.example.com/page', cacheStatus: 'DYNAMIC' },
  ])
})

test('a host that is no site is told so', async () => {
  const edge = await startFor((_, response) => response.end('body'))
  const got = await visit(edge, '/', { headers: { host: 'other.example.com' } })
  expect([got.code, got.body]).toEqual([
    421,
    'No site of this edge has the host "other.example.com".\n',
  ])
})

test('what cannot work is refused at the start', async () => {
  const site = { host: 'www.example.com', origin: 'http://127.0.0.1:1' }
  await expect(startEdge({ sites: [] })).rejects.toThrow('`sites` is empty')
  await expect(startEdge({ sites: [{ ...site, origin: 'http://h/path' }] })).rejects.toThrow(
    'has a path',
  )
  const edge = await startFor(() => {})
  const port = Number(new URL(edge.url).port)
  await expect(startEdge({ sites: [site], port })).rejects.toThrow('EADDRINUSE')
  expect(() => edge.environmentAddress('Nowhere')).toThrow('There are Production.')
})
