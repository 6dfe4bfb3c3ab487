import { expect, test } from 'vitest'
import { callApi, deferred, endpoint, purge, startFor, visit } from '../test/edge-fixture.ts'
import type { Edge, FaultKind } from './index.ts'

const body = { files: ['https://www.example.com/a.css'] }
const call = (edge: Edge): ReturnType<typeof callApi> =>
  callApi(edge, 'POST', endpoint(edge), { body })

interface ApiFault {
  fault: FaultKind
  /** What the client sees. */
  sees: { status: number; text: RegExp } | 'a broken connection'
  purged: boolean
}

test.for<ApiFault>([
  {
    fault: { kind: 'fail', status: 503 },
    sees: { status: 503, text: /"success":false/ },
    purged: false,
  },
  {
    fault: { kind: 'fail', status: 429, code: 1134, retryAfterSeconds: 3 },
    sees: { status: 429, text: /"code":1134/ },
    purged: false,
  },
  {
    fault: { kind: 'success-false' },
    sees: { status: 200, text: /"success":false/ },
    purged: false,
  },
  {
    fault: { kind: 'null-result' },
    sees: { status: 200, text: /"success":true.*"result":null/ },
    purged: false,
  },
  { fault: { kind: 'html' }, sees: { status: 200, text: /^<!DOCTYPE html>/ }, purged: false },
  {
    fault: { kind: 'ignore' },
    sees: { status: 200, text: /"success":true.*"id":/ },
    purged: false,
  },
  {
    fault: { kind: 'truncate' },
    sees: { status: 200, text: /^\{"success":true[^}]*$/ },
    purged: true,
  },
  { fault: { kind: 'delay', ms: 1 }, sees: { status: 200, text: /"success":true/ }, purged: true },
  { fault: { kind: 'cut' }, sees: 'a broken connection', purged: false },
  { fault: { kind: 'cut-after' }, sees: 'a broken connection', purged: true },
])('$fault.kind at the API: purged is $purged', async ({ fault, sees, purged }) => {
  const edge = await startFor((_, response) => response.end('body'))
  await visit(edge, '/a.css')
  edge.setFaults([{ on: 'api', nth: 1, ...fault }])
  if (sees === 'a broken connection') await expect(call(edge)).rejects.toThrow()
  else {
    const answer = await call(edge)
    expect(answer.status).toBe(sees.status)
    expect(answer.text).toMatch(sees.text)
  }
  expect(edge.cache()).toHaveLength(purged ? 0 : 1)
  expect(edge.requests()).toMatchObject([
    { body, status: sees === 'a broken connection' ? 0 : sees.status },
  ])
  expect((await call(edge)).json.success).toBe(true)
})

test('Retry-After comes with a fault that has it', async () => {
  const edge = await startFor((_, response) => response.end('body'), {
    faults: [{ on: 'api', kind: 'fail', status: 429, retryAfterSeconds: 3 }],
  })
  expect((await call(edge)).headers['retry-after']).toBe('3')
})

test('faults of the origin: a status, a connection that is cut before and within the answer', async () => {
  const edge = await startFor((_, response) => response.end('body'))
  edge.setFaults([{ on: 'origin', nth: 1, kind: 'fail', status: 503 }])
  expect(await visit(edge, '/a.css')).toMatchObject({ status: 'BYPASS', code: 503 })
  edge.setFaults([{ on: 'origin', match: 'b', kind: 'cut' }])
  expect((await visit(edge, '/b.css')).code).toBe(502)
  expect((await visit(edge, '/c.css')).code).toBe(200)
  edge.setFaults([{ on: 'origin', kind: 'cut-after' }])
  await expect(visit(edge, '/a.css')).rejects.toThrow()
  edge.setFaults([])
  expect(edge.cache().map(({ path }) => path)).toEqual(['/c.css'])
})

test('faults of visits: a status, and a connection that is cut before or after the cache was filled', async () => {
  const edge = await startFor((_, response) => response.end('body'))
  edge.setFaults([{ on: 'visit', kind: 'fail', status: 500 }])
  expect((await visit(edge, '/a.css')).code).toBe(500)
  edge.setFaults([{ on: 'visit', kind: 'cut' }])
  await expect(visit(edge, '/a.css')).rejects.toThrow()
  expect(edge.cache()).toEqual([])
  edge.setFaults([{ on: 'visit', kind: 'cut-after' }])
  await expect(visit(edge, '/a.css')).rejects.toThrow()
  edge.setFaults([])
  expect((await visit(edge, '/a.css')).status).toBe('HIT')
  expect(edge.visits().map(({ cacheStatus }) => cacheStatus)).toEqual([
    undefined,
    undefined,
    'MISS',
    'HIT',
  ])
})

test('a call that waits is open until it is answered', async () => {
  const held = deferred()
  const edge = await startFor((_, response) => response.end('body'))
  edge.setFaults([{ on: 'api', kind: 'hold', until: held.promise }])
  const purged = purge(edge, body)
  await expect.poll(() => edge.openRequests()).toMatchObject([{ path: endpoint(edge) }])
  expect(edge.requests()).toEqual([])
  held.resolve()
  await purged
  await expect.poll(() => edge.openRequests()).toEqual([])
  expect(edge.requests()).toHaveLength(1)
})

test('a held purge happens when it is let go', async () => {
  const held = deferred()
  const edge = await startFor((_, response) => response.end('body'))
  await visit(edge, '/a.css')
  edge.setFaults([{ on: 'api', kind: 'hold', until: held.promise }])
  const purged = purge(edge, body)
  expect((await visit(edge, '/a.css')).status).toBe('HIT')
  held.resolve()
  await purged
  expect((await visit(edge, '/a.css')).status).toBe('MISS')
})
