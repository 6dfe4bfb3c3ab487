import {
  createLedger,
  createManifest,
  createMemoryStore,
  type Owed,
  type SettleInput,
} from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { optionsWith } from '../../test/options.ts'
import type { Deployment } from '../plan/deployment.ts'
import type { Operation } from '../operation.ts'
import { siteOf } from '../build/site-of.ts'
import { settle } from './settle.ts'

const debt = (id: string): Owed => ({
  name: `d9/owed-${id}`,
  urls: [],
  why: { code: 'c', text: 't' },
  since: 0,
})

test('who was given up is judged as of the reading that the purge was planned with', async () => {
  const options = optionsWith({ abandonAfter: '1s' })
  const store = createMemoryStore()
  let now = 1_000
  let ids = 0
  const ledger = createLedger(store, { prefix: '', now: () => now, newId: () => `d${ids++}` })
  const begin = () =>
    ledger.begin({
      manifest: createManifest([]),
      site: siteOf(options),
      marker: false,
      options: {},
    })
  const old = await begin()
  now = 1_500
  const young = await begin()
  const own = await begin()
  now = 2_400
  const { records } = await ledger.read()
  const settled: SettleInput[] = []
  const deployment = {
    ledger: {
      ...ledger,
      settle: (_: string, input: SettleInput) => Promise.resolve(void settled.push(input)),
    },
    baseline: records.filter(({ id }) => id !== own),
    readAt: now,
    alsoCovers: [],
    debts: [debt('paid'), debt('kept')],
    pays: ['d0/doubts'],
    doubts: [],
  }
  // By now both are older than that, and the young one may have written files since.
  now = 60_000
  await settle({ options } as Operation, deployment as unknown as Deployment, {
    deploy: own,
    unpaid: new Set(['d9/owed-kept']),
  })
  expect([old, young]).toEqual(['d0', 'd1'])
  expect(settled).toEqual([{ covers: ['d0'], pays: ['d9/owed-paid', 'd0/doubts'], doubts: [] }])
})
