import { expect, test } from 'vitest'
import { callApi, codes, endpoint, startFor } from '../test/edge-fixture.ts'

const environments = [
  { name: 'Staging', ref: 'aa', select: { by: 'address' } },
  { name: 'Development', ref: 'bb', select: { by: 'cookie', cookie: 'development=true' } },
] as const

const site = (_: unknown, response: { end: (text: string) => unknown }): void =>
  void response.end('body')

test('environments are listed as documented, Production first', async () => {
  const edge = await startFor(site, { environments })
  const [production] = edge.environments()
  const { json } = await callApi(edge, 'GET', `/zones/${edge.zones()[0]?.id}/environments`)
  expect(json).toEqual({
    success: true,
    errors: [],
    messages: [],
    result: {
      environments: [
        {
          name: 'Production',
          ref: production?.ref,
          version: 0,
          expression: '(cf.zone.name eq "example.com")',
          locked_on_deployment: false,
          position: { before: 'aa' },
        },
        expect.objectContaining({
          name: 'Staging',
          ref: 'aa',
          position: { before: 'bb', after: production?.ref },
        }),
        expect.objectContaining({ name: 'Development', ref: 'bb', position: { after: 'aa' } }),
      ],
    },
  })
})

test('what an unversioned zone lists is a switch', async () => {
  for (const [unversionedListing, result, status] of [
    ['empty', { environments: [] }, 200],
    ['null', null, 200],
    ['error', null, 403],
  ] as const) {
    const edge = await startFor(site, { unknowns: { unversionedListing } })
    const answer = await callApi(edge, 'GET', `/zones/${edge.zones()[0]?.id}/environments`)
    expect([answer.status, answer.json.result]).toEqual([status, result])
  }
})

test('zones are found by name and by id, page by page', async () => {
  const edge = await startFor(site, {
    zones: [{ name: 'example.com', id: 'cc', plan: 'pro' }, { name: 'example.org' }],
  })
  const named = await callApi(edge, 'GET', '/zones?name=example.com')
  expect(named.json.result).toMatchObject([
    { id: 'cc', name: 'example.com', status: 'active', plan: { legacy_id: 'pro' } },
  ])
  expect(named.json.result_info).toMatchObject({ page: 1, count: 1, total_count: 1 })
  expect((await callApi(edge, 'GET', '/zones?name=example.net')).json.result).toEqual([])
  const second = await callApi(edge, 'GET', '/zones?page=2&per_page=1')
  expect(second.json.result).toMatchObject([{ name: 'example.org' }])
  expect((await callApi(edge, 'GET', '/zones/cc')).json.result.name).toBe('example.com')
})

interface Wrong {
  name: string
  method?: 'GET' | 'POST'
  path: string
  status: number
  codes: number[]
}

test.for<Wrong>([
  { name: 'an empty zone', path: '/zones//purge_cache', status: 404, codes: [7003, 7000] },
  {
    name: 'a zone name as id',
    path: '/zones/example.com/purge_cache',
    status: 404,
    codes: [7003, 7000],
  },
  {
    name: 'a zone of somebody else',
    path: '/zones/0123abcd/purge_cache',
    status: 403,
    codes: [10_000],
  },
  {
    name: 'an empty environment',
    path: '/zones/cc/environments//purge_cache',
    status: 404,
    codes: [7003, 7000],
  },
  {
    name: 'an unknown environment',
    path: '/zones/cc/environments/ff/purge_cache',
    status: 404,
    codes: [7003, 7000],
  },
  {
    name: 'a method that is not documented',
    method: 'GET',
    path: '/zones/cc/purge_cache',
    status: 404,
    codes: [7003, 7000],
  },
  { name: 'another endpoint', method: 'GET', path: '/user', status: 404, codes: [7003, 7000] },
])('$name is refused', async ({ method = 'POST', path, status, codes: expected }) => {
  const edge = await startFor(site, { environments, zones: [{ name: 'example.com', id: 'cc' }] })
  const body = method === 'POST' ? { body: { purge_everything: true } } : {}
  const answer = await callApi(edge, method, path, body)
  expect([answer.status, codes(answer)]).toEqual([status, expected])
  expect(answer.json).toMatchObject({ success: false, result: null })
})

test('a last slash is allowed, and a body that is no JSON has no fields', async () => {
  const edge = await startFor(site)
  const body = { purge_everything: true }
  expect((await callApi(edge, 'POST', `${endpoint(edge)}/`, { body })).status).toBe(200)
  expect(codes(await callApi(edge, 'POST', endpoint(edge)))).toEqual([1012])
})

test('credentials are checked at every endpoint and never logged', async () => {
  const edge = await startFor(site, { environments, credentials: { token: 'planted-secret' } })
  const zone = `/zones/${edge.zones()[0]?.id}`
  const body = { purge_everything: true }
  for (const [method, path] of [
    ['GET', '/zones'],
    ['GET', zone],
    ['GET', `${zone}/environments`],
    ['POST', endpoint(edge)],
    ['POST', endpoint(edge, 'Staging', 'invalidate')],
  ] as const) {
    const options = method === 'POST' ? { body } : {}
    const refused = await callApi(edge, method, path, options)
    expect([path, refused.status, codes(refused)]).toEqual([path, 401, [10_000]])
    const headers = { authorization: 'Bearer planted-secret' }
    expect((await callApi(edge, method, path, { ...options, headers })).status).toBe(200)
  }
  expect(edge.requests()).toHaveLength(10)
  expect(JSON.stringify(edge.requests())).not.toContain('planted-secret')
  expect(edge.requests().at(-1)).toMatchObject({ method: 'POST', body, status: 200 })
})
