import {
  createLedger,
  createMemoryStore,
  planDigest,
  PurgeError,
  type Plan,
  type PlanRequest,
} from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { openSendProgress, type SendLog } from './send-progress.ts'

function files(from: number, to: number): PlanRequest {
  const targets = Array.from({ length: to - from }, (_, index) => `https://h.test/${from + index}`)
  return { action: 'purge', by: 'files', targets, reason: 'why' }
}

function planOf(requests: readonly PlanRequest[], build = 'b'): Plan {
  const site = {
    origins: [{ url: 'https://h.test', dir: '', documents: true }],
    base: '/',
    cleanUrls: 'both',
    trailingSlash: 'both',
    fallback: undefined,
  } as const
  return { version: 1, site, build, changes: [], requests, notes: [] } as unknown as Plan
}

function logOf() {
  const store = createMemoryStore()
  let time = 0
  let ids = 0
  const now = () => time
  const ledger = createLedger(store, { prefix: '', now, newId: () => `n${ids++}` })
  const log: SendLog = { ledger, deploy: 'd', elapsed: now }
  const keys = () => store.list('records/d/accepted-')
  return { log, ledger, keys, pass: (ms: number) => void (time += ms) }
}

test('a run that was killed leaves what it wrote down, and the next sends only the rest', async () => {
  const { log, pass } = logOf()
  const plan = planOf([
    files(0, 100),
    files(100, 200),
    { ...files(200, 203), action: 'invalidate' },
  ])
  const first = await openSendProgress(plan, log)
  expect([first.phases, first.skipped]).toEqual([[plan.requests], 0])
  await first.accepted(files(0, 50))
  pass(1_000)
  await first.accepted(files(100, 120))
  // Killed here.
  const second = await openSendProgress(plan, log)
  expect(second.skipped).toBe(70)
  expect(second.phases.flat().map(({ targets }) => [targets[0], targets.length])).toEqual([
    ['https://h.test/50', 50],
    ['https://h.test/120', 80],
    ['https://h.test/200', 3],
  ])
  expect((await openSendProgress(planOf(plan.requests, 'another'), log)).skipped).toBe(0)
})

test('it writes once a second at most, and nothing for a purge that takes less', async () => {
  const { log, keys, pass } = logOf()
  const plan = planOf([files(0, 1_000)])
  const progress = await openSendProgress(plan, log)
  for (let from = 0; from < 900; from += 100) {
    await progress.accepted(files(from, from + 100))
    pass(100)
  }
  expect(await keys()).toEqual([])
  pass(100)
  await progress.accepted(files(900, 950))
  expect(await keys()).toHaveLength(1)
  await progress.accepted(files(950, 1_000))
  expect(await keys()).toHaveLength(1)
})

test('a plan that is sent whole leaves nothing behind, so that the next run sends all of it anew', async () => {
  const { log, keys, pass } = logOf()
  const plan = planOf([files(0, 2)])
  const progress = await openSendProgress(plan, log)
  pass(1_000)
  await progress.accepted(files(0, 1))
  await progress.accepted(files(1, 2))
  expect(await keys()).toHaveLength(1)
  await progress.end(true)
  expect(await keys()).toEqual([])
  expect((await openSendProgress(plan, log)).skipped).toBe(0)
})

test('places beyond the plan, however many, are none of its own', async () => {
  const { log, ledger } = logOf()
  const plan = planOf([files(0, 2)])
  const ranges = [
    [1, Number.MAX_SAFE_INTEGER],
    [7, 3],
  ] as const
  await ledger.accepted.add('d', { plan: planDigest(plan), ranges })
  expect((await openSendProgress(plan, log)).phases).toEqual([[files(0, 1)]])
})

test('one that was interrupted writes down the last of it', async () => {
  const { log } = logOf()
  const plan = planOf([files(0, 2)])
  const progress = await openSendProgress(plan, log)
  await progress.accepted(files(1, 2))
  await progress.end(false)
  expect((await openSendProgress(plan, log)).phases).toEqual([[files(0, 1)]])
})

test('without a log all is sent, and nothing is written down', async () => {
  const plan = planOf([files(0, 2)])
  const progress = await openSendProgress(plan, undefined)
  await progress.accepted(files(0, 2))
  await progress.end(false)
  expect(progress.phases).toEqual([[files(0, 2)]])
})

test('a store that does not take the note does not stop the purge', async () => {
  const { log, pass } = logOf()
  const add = () => Promise.reject(new PurgeError('store-failed', 'No.'))
  const accepted = { ...log.ledger.accepted, add }
  const progress = await openSendProgress(planOf([files(0, 2)]), { ...log, ledger: { accepted } })
  pass(5_000)
  await progress.accepted(files(0, 2))
  await progress.end(false)
})

test('headers are part of a target, and so is what is done with it', async () => {
  const { log } = logOf()
  const variant = (country: string) => ({
    url: 'https://h.test/',
    headers: { 'CF-IPCountry': country },
  })
  const of = (action: 'purge' | 'invalidate', country: string): PlanRequest => ({
    action,
    by: 'files',
    targets: [variant(country)],
    reason: 'why',
  })
  const plan = planOf([of('purge', 'DE'), of('purge', 'FR'), of('invalidate', 'DE')])
  const progress = await openSendProgress(plan, log)
  await progress.accepted(of('purge', 'DE'))
  await progress.end(false)
  expect((await openSendProgress(plan, log)).phases.flat()).toEqual(plan.requests.slice(1))
})
