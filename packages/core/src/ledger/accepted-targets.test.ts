import { expect, test } from 'vitest'
import { createAcceptedTargets, planDigest } from './accepted-targets.ts'
import { createLedger } from './ledger.ts'
import { createManifest } from '../manifest/manifest.ts'
import { createMemoryStore } from '../stores/memory-store.ts'
import type { Plan } from '../plan/plan-format.ts'

const HOUR = 60 * 60 * 1000

function notes() {
  const store = createMemoryStore()
  let time = 0
  let ids = 0
  const options = { prefix: 'zone/', now: () => time, newId: () => `n${ids++}` }
  const accepted = createAcceptedTargets(store, options)
  return { store, options, accepted, pass: (ms: number) => void (time += ms) }
}

test('what was accepted is read back for the same plan and deploy, and for no other', async () => {
  const { accepted } = notes()
  await accepted.add('d', { plan: 'p', ranges: [[0, 100]] })
  await accepted.add('d', {
    plan: 'p',
    ranges: [
      [200, 300],
      [400, 401],
    ],
  })
  expect((await accepted.read('d', 'p')).toSorted(([a], [b]) => a - b)).toEqual([
    [0, 100],
    [200, 300],
    [400, 401],
  ])
  expect(await accepted.read('d', 'q')).toEqual([])
  expect(await accepted.read('e', 'p')).toEqual([])
})

test('it is good for an hour, and until it is forgotten', async () => {
  const { accepted, pass } = notes()
  await accepted.add('d', { plan: 'p', ranges: [[0, 1]] })
  pass(HOUR)
  expect(await accepted.read('d', 'p')).toHaveLength(1)
  pass(1)
  expect(await accepted.read('d', 'p')).toEqual([])
  await accepted.add('d', { plan: 'p', ranges: [[0, 1]] })
  await accepted.forget('d')
  expect(await accepted.read('d', 'p')).toEqual([])
})

test.for(['{', '{}', '{"version":1,"plan":"p","at":0,"ranges":[[0],[-1,2],["0","1"],null]}', '[]'])(
  'of %s nothing was accepted',
  async (text) => {
    const { store, accepted } = notes()
    await store.put('zone/records/d/accepted-x', Buffer.from(text))
    expect(await accepted.read('d', 'p')).toEqual([])
  },
)

test('the records of a ledger do not change by it, and compaction takes it away', async () => {
  const { store, options } = notes()
  const ledger = createLedger(store, options)
  const site = {
    origins: [{ url: 'https://h.test', dir: '', documents: true }],
    base: '/',
    cleanUrls: 'both',
    trailingSlash: 'both',
    fallback: undefined,
  } as const
  const manifest = createManifest([])
  const input = { manifest, site, marker: false, options: {} } as const
  const first = await ledger.begin(input)
  await ledger.accepted.add(first, { plan: 'p', ranges: [[0, 1]] })
  const { records, damage } = await ledger.read()
  expect(records.map(({ id }) => id)).toEqual([first])
  expect(damage).toEqual([])
  await ledger.settle(first, { covers: [], pays: [], doubts: [] })
  const second = await ledger.begin(input)
  await ledger.settle(second, { covers: [first], pays: [], doubts: [] })
  await ledger.compact()
  expect((await store.list('')).filter((key) => key.includes(first))).toEqual([])
})

test('the digest of a plan follows what is sent and against what, not what is said about it', () => {
  const plan = {
    version: 1,
    zone: 'example.com',
    build: 'b',
    baseline: ['x'],
    requests: [{ action: 'purge', by: 'tags', targets: ['a'], reason: 'why' }],
    notes: [],
  } as unknown as Plan
  const digest = planDigest(plan)
  expect(planDigest({ ...plan, notes: [{ code: 'a', text: 'b' }] })).toBe(digest)
  expect(planDigest({ ...plan, baseline: ['x', 'y'] })).not.toBe(digest)
  expect(planDigest({ ...plan, build: 'c' })).not.toBe(digest)
  expect(planDigest({ ...plan, requests: [] })).not.toBe(digest)
})
