import { expect, test } from 'vitest'
import {
  callApi,
  codes,
  endpoint,
  manualClock,
  purge,
  startFor,
  visit,
  deferred,
  startOrigin,
} from '../test/edge-fixture.ts'

const environments = [
  { name: 'Staging', select: { by: 'address' } },
  { name: 'Development', select: { by: 'cookie', cookie: 'development=true' } },
] as const

interface Kind {
  kind: string
  body: unknown
  /** Of the paths stored, those that the purge means. */
  purged: string[]
}

const stored = ['/a.css', '/a.css?v=1', '/a.css.map.js', '/b/c.js', '/b.js', '/d.png']
const host = 'https://www.example.com'

const files = (count: number): unknown => ({
  files: Array.from({ length: count }, (_, index) => `${host}/${index}.css`),
})

const kinds: Kind[] = [
  { kind: 'a URL', body: { files: [`${host}/a.css`] }, purged: ['/a.css'] },
  {
    kind: 'a URL over http',
    body: { files: ['http://www.example.com/a.css'] },
    purged: ['/a.css'],
  },
  { kind: 'a URL with query', body: { files: [`${host}/a.css?v=1`] }, purged: ['/a.css?v=1'] },
  { kind: 'URLs as objects', body: { files: [{ url: `${host}/a.css` }] }, purged: ['/a.css'] },
  { kind: 'a prefix', body: { prefixes: ['www.example.com/b'] }, purged: ['/b/c.js', '/b.js'] },
  { kind: 'a tag', body: { tags: ['CSS'] }, purged: ['/a.css', '/a.css?v=1'] },
  { kind: 'a host', body: { hosts: ['www.example.com'] }, purged: stored },
  { kind: 'another host', body: { hosts: ['cdn.example.com'] }, purged: [] },
  { kind: 'everything', body: { purge_everything: true }, purged: stored },
  { kind: 'a URL never stored', body: { files: [`${host}/z.css`] }, purged: [] },
]

test.for(kinds)('$kind takes exactly what it means', async ({ body, purged }) => {
  const edge = await startFor((request, response) => {
    if (request.url?.startsWith('/a.css') && !request.url.includes('map')) {
      response.setHeader('Cache-Tag', 'css,all')
    }
    response.end('body')
  })
  for (const path of stored) await visit(edge, path)
  await purge(edge, body)
  for (const path of stored) {
    const { status, headers } = await visit(edge, path)
    expect([path, status]).toEqual([path, purged.includes(path) ? 'MISS' : 'HIT'])
    expect(headers['cache-tag']).toBeUndefined()
  }
})

test('an environment is purged alone, the zone with all environments', async () => {
  const edge = await startFor((_, response) => response.end('body'), { environments })
  const places = [
    {},
    { environment: 'Staging' },
    { headers: { cookie: 'development=true' } },
    { environment: 'Staging', headers: { cookie: 'development=true' } },
  ]
  const look = async (): Promise<string[]> => {
    const statuses = []
    for (const place of places) statuses.push((await visit(edge, '/a.css', place)).status)
    return statuses
  }
  // Development is one environment on both addresses.
  expect(await look()).toEqual(['MISS', 'MISS', 'MISS', 'HIT'])
  await purge(edge, { files: [`${host}/a.css`] }, 'Staging')
  expect(await look()).toEqual(['HIT', 'MISS', 'HIT', 'HIT'])
  await purge(edge, { purge_everything: true }, 'Development')
  expect(await look()).toEqual(['HIT', 'HIT', 'MISS', 'HIT'])
  await purge(edge, { hosts: ['www.example.com'] })
  expect(await look()).toEqual(['MISS', 'MISS', 'MISS', 'HIT'])
})

test('a URL purge leaves the copies of other origins, a full-path prefix takes them', async () => {
  const edge = await startFor((_, response) => response.end('body'))
  const cors = { headers: { origin: 'https://app.example.com' } }
  await visit(edge, '/a.js')
  await visit(edge, '/a.js', cors)
  await purge(edge, { files: [`${host}/a.js`] })
  expect((await visit(edge, '/a.js')).status).toBe('MISS')
  expect((await visit(edge, '/a.js', cors)).status).toBe('HIT')
  await purge(edge, {
    files: [{ url: `${host}/a.js`, headers: { Origin: 'https://app.example.com' } }],
  })
  expect((await visit(edge, '/a.js')).status).toBe('HIT')
  expect((await visit(edge, '/a.js', cors)).status).toBe('MISS')
  await purge(edge, { prefixes: ['www.example.com/a.js'] })
  expect((await visit(edge, '/a.js')).status).toBe('MISS')
  expect((await visit(edge, '/a.js', cors)).status).toBe('MISS')
})

test('device copies are purged by header; a rule for GET alone hides them from a purge by URL', async () => {
  for (const matchOnlyGet of [false, true]) {
    const edge = await startFor((_, response) => response.end('body'), {
      rules: { keyHeaders: ['CF-Device-Type'], matchOnlyGet },
    })
    const mobile = { 'cf-device-type': 'mobile' }
    await visit(edge, '/a.js', { headers: mobile })
    await purge(edge, { files: [`${host}/a.js`] })
    expect((await visit(edge, '/a.js', { headers: mobile })).status).toBe('HIT')
    await purge(edge, { files: [{ url: `${host}/a.js`, headers: { 'CF-Device-Type': 'mobile' } }] })
    const after = await visit(edge, '/a.js', { headers: mobile })
    expect(after.status).toBe(matchOnlyGet ? 'HIT' : 'MISS')
  }
})

test('a host with a port means the site whatever the port', async () => {
  const edge = await startFor((_, response) => response.end('body'))
  const port = { headers: { host: 'www.example.com:8787' } }
  await visit(edge, '/a.css', port)
  expect(edge.cache()[0]?.url).toBe('http://www.example.com:8787/a.css')
  await purge(edge, { files: ['http://www.example.com:8787/a.css'] })
  expect((await visit(edge, '/a.css', port)).status).toBe('MISS')
  await purge(edge, { prefixes: ['www.example.com:8787/a.css'] })
  expect((await visit(edge, '/a.css')).status).toBe('MISS')
})

test('a purge in several spellings of one URL finds it', async () => {
  const edge = await startFor((_, response) => response.end('body'))
  await visit(edge, '/%C3%A4%20b.css')
  await purge(edge, { files: [`${host}/ä b.css`.replace(' ', '%20')] })
  expect((await visit(edge, '/%c3%a4%20b.css')).status).toBe('MISS')
})

test('an answer under way when its URL is purged reaches the visitor and is not stored', async () => {
  for (const storeInFlight of [false, true]) {
    const asked = deferred()
    const released = deferred()
    const edge = await startFor(
      async (_, response) => {
        asked.resolve()
        await released.promise
        response.end('old')
      },
      { unknowns: { storeInFlight } },
    )
    const under = visit(edge, '/a.css')
    await asked.promise
    await purge(edge, { files: [`${host}/a.css`] })
    released.resolve()
    expect(await under).toMatchObject({ status: 'MISS', body: 'old' })
    expect(edge.cache()).toHaveLength(storeInFlight ? 1 : 0)
  }
})

test('the answer has the documented shape', async () => {
  const edge = await startFor((_, response) => response.end('body'))
  const answer = await callApi(edge, 'POST', endpoint(edge), { body: { purge_everything: true } })
  expect(answer.status).toBe(200)
  expect(answer.json).toEqual({
    success: true,
    errors: [],
    messages: [],
    result: { id: expect.stringMatching(/^[\da-f]{1,32}$/) },
  })
})

test('1136 where an environment refuses URLs, and only there', async () => {
  const edge = await startFor((_, response) => response.end('body'), {
    environments,
    unknowns: { refuseUrlsOn: ['Staging'] },
  })
  const body = { files: [`${host}/a.css`] }
  for (const action of ['purge', 'invalidate'] as const) {
    const refused = await callApi(edge, 'POST', endpoint(edge, 'Staging', action), { body })
    expect([refused.status, ...codes(refused)]).toEqual([400, 1136])
  }
  await purge(edge, { prefixes: ['www.example.com/a.css'] }, 'Staging')
  await purge(edge, body, 'Development')
  await purge(edge, body)
})

test('the rate limit answers 1134 until the bucket refills', async () => {
  const clock = manualClock()
  const edge = await startFor((_, response) => response.end('body'), { clock: clock.now })
  const body = { tags: ['a'] }
  const call = () => callApi(edge, 'POST', endpoint(edge), { body })
  for (let index = 0; index < 25; index += 1) expect((await call()).status).toBe(200)
  const refused = await call()
  expect([refused.status, ...codes(refused)]).toEqual([429, 1134])
  expect(refused.headers).toMatchObject({ 'retry-after': '12', ratelimit: '"keys";r=0;t=12' })
  expect(refused.headers['ratelimit-policy']).toBe('"keys";q=25;w=300')
  clock.forward(12)
  expect((await call()).status).toBe(200)
  expect((await call()).status).toBe(429)
})

test('status and headers of the rate limit are switches', async () => {
  const edge = await startFor((_, response) => response.end('body'), {
    clock: () => 0,
    unknowns: { rateLimitHeaders: false, rateLimitStatus: 400 },
  })
  const call = () => callApi(edge, 'POST', endpoint(edge), { body: { tags: ['a'] } })
  for (let index = 0; index < 25; index += 1) await call()
  const refused = await call()
  expect([refused.status, ...codes(refused)]).toEqual([400, 1134])
  expect(Object.keys(refused.headers).filter((name) => /rate|retry/.test(name))).toEqual([])
})

test('how many files fit depends on the plan, the endpoint and a switch', async () => {
  const free = await startFor((_, response) => response.end('body'), { environments })
  expect(codes(await callApi(free, 'POST', endpoint(free), { body: files(101) }))).toEqual([1094])
  await purge(free, files(100))
  await purge(free, files(500), 'Staging')
  const enterprise = await startFor((_, response) => response.end('body'), {
    zones: [{ name: 'example.com', plan: 'enterprise' }],
    unknowns: { maxItems: 30 },
  })
  await purge(enterprise, files(500))
  const tooMany = await callApi(enterprise, 'POST', endpoint(enterprise), { body: files(501) })
  expect(codes(tooMany)).toEqual([1094])
  const pro = await startFor((_, response) => response.end('body'), {
    zones: [{ name: 'example.com', plan: 'pro' }],
    unknowns: { maxItems: 30 },
  })
  expect(codes(await callApi(pro, 'POST', endpoint(pro), { body: files(31) }))).toEqual([1094])
  await purge(pro, files(30))
})

test("Production's own ref is a switch", async () => {
  for (const [productionRef, statuses] of [
    ['refuse', ['HIT', 'HIT']],
    ['production', ['MISS', 'HIT']],
    ['zone', ['MISS', 'MISS']],
  ] as const) {
    const edge = await startFor((_, response) => response.end('body'), {
      environments,
      unknowns: { productionRef },
    })
    await visit(edge, '/a.css')
    await visit(edge, '/a.css', { environment: 'Staging' })
    const body = { purge_everything: true }
    const answer = await callApi(edge, 'POST', endpoint(edge, 'Production'), { body })
    if (productionRef === 'refuse') expect(codes(answer)).toEqual([7003, 7000])
    else expect(answer.status).toBe(200)
    const after = [
      (await visit(edge, '/a.css')).status,
      (await visit(edge, '/a.css', { environment: 'Staging' })).status,
    ]
    expect(after).toEqual(statuses)
  }
})

test('a zone reaches only its own sites', async () => {
  const origin = await startOrigin((_, response) => response.end('body'))
  const edge = await startFor((_, response) => response.end('body'), {
    sites: [
      { host: 'www.example.com', origin: origin.url },
      { host: 'www.example.org', origin: origin.url },
    ],
    zones: [{ name: 'example.com' }, { name: 'example.org' }],
    rules: { cacheEverything: true },
  })
  const org = { headers: { host: 'www.example.org' } }
  await visit(edge, '/a')
  await visit(edge, '/a', org)
  await purge(edge, { purge_everything: true })
  expect(edge.cache().map(({ host: name }) => name)).toEqual(['www.example.org'])
  const answer = await callApi(edge, 'POST', endpoint(edge), {
    body: { hosts: ['www.example.org'] },
  })
  expect(codes(answer)).toEqual([1082])
})
