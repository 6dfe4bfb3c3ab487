import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createVirtualTime, type VirtualTime } from '../../test/virtual-time.ts'
import { PurgeError, type PurgeErrorCode } from '../errors.ts'
import type { PlanRequest } from '../plan/plan-format.ts'
import type { RateLimits } from '../planner/rate-limits.ts'
import type { PurgeBatch, Purger } from '../purger.ts'
import { isOutcome, type ExecutionEvent } from './events.ts'
import { createExecutor, type Executor } from './execute.ts'

const FREE: RateLimits = {
  keys: { perSecond: 5 / 60, bucket: 25, maxPerRequest: 100 },
  files: { urlsPerSecond: 800, maxPerRequest: 100 },
}
const ENTERPRISE: RateLimits = {
  keys: { perSecond: 50, bucket: 500, maxPerRequest: 100 },
  files: { urlsPerSecond: 3000, maxPerRequest: 500 },
}

/** A CDN with two buckets, as exact as the documented ones are thought to be. */
interface Server {
  readonly purger: Purger
  readonly refusals: () => number
  readonly accepted: () => readonly (PurgeBatch & { readonly at: number })[]
  /** Another user of the same supply; says whether it got what it asked for. */
  take(by: 'files' | 'keys', tokens: number): boolean
}

interface ServerOptions {
  readonly rates: RateLimits
  readonly latencyMs?: () => number
  readonly tells?: boolean
}

function serverAt(
  time: VirtualTime,
  { rates, latencyMs = () => 0, tells = true }: ServerOptions,
): Server {
  const buckets = {
    files: {
      level: rates.files.urlsPerSecond,
      most: rates.files.urlsPerSecond,
      rate: rates.files.urlsPerSecond,
      at: 0,
    },
    keys: { level: rates.keys.bucket, most: rates.keys.bucket, rate: rates.keys.perSecond, at: 0 },
  }
  const accepted: (PurgeBatch & { at: number })[] = []
  let refusals = 0

  /** Gives the seconds to wait, 0 if taken. */
  function take(by: 'files' | 'keys', tokens: number): number {
    const bucket = buckets[by]
    bucket.level = Math.min(
      bucket.most,
      bucket.level + ((time.now() - bucket.at) / 1000) * bucket.rate,
    )
    bucket.at = time.now()
    if (bucket.level < tokens - 1e-9) return (tokens - bucket.level) / bucket.rate
    bucket.level -= tokens
    return 0
  }

  return {
    refusals: () => refusals,
    accepted: () => accepted,
    take: (by, tokens) => take(by, tokens) === 0,
    purger: {
      limits: { maxUrls: rates.files.maxPerRequest, maxKeys: 100, acceptsUrls: true },
      rates,
      async send(_action, batch) {
        const there = latencyMs()
        const back = latencyMs()
        if (there > 0) await time.sleep(there)
        const seconds = batch.by === 'files' ? take('files', batch.targets.length) : take('keys', 1)
        if (seconds === 0) accepted.push({ ...batch, at: time.now() })
        else refusals++
        if (back > 0) await time.sleep(back)
        if (seconds === 0) return { id: 'x' }
        const details = tells ? { retryAfterMs: Math.ceil(seconds) * 1000 } : {}
        throw new PurgeError('rate-limited', 'Too fast.', { details })
      },
    },
  }
}

function files(count: number, perRequest: number, from = 0): PlanRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    action: 'purge',
    by: 'files',
    targets: Array.from(
      { length: perRequest },
      (__, each) => `https://h.test/${from + index * perRequest + each}`,
    ),
    reason: 'why',
  }))
}

function keys(count: number): PlanRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    action: index % 2 === 0 ? 'purge' : 'invalidate',
    by: 'prefixes',
    targets: [`h.test/${index}`],
    reason: 'why',
  }))
}

async function eventsOf(
  executor: Executor,
  phases: readonly (readonly PlanRequest[])[],
  signal?: AbortSignal,
): Promise<ExecutionEvent[]> {
  const events: ExecutionEvent[] = []
  for await (const event of executor.execute(phases, signal)) events.push(event)
  return events
}

interface Load {
  readonly name: string
  readonly rates: RateLimits
  readonly requests: readonly PlanRequest[]
  /** In seconds, from full buckets. */
  readonly optimum: number
  /** The same where every second token goes to somebody else. */
  readonly halfOptimum: number
}

const LOADS: readonly Load[] = [
  { name: 'Free keys', rates: FREE, requests: keys(60), optimum: 35 * 12, halfOptimum: 35 * 24 },
  {
    name: 'Free files',
    rates: FREE,
    requests: files(200, 100),
    optimum: 192 / 8,
    halfOptimum: 192 / 4,
  },
  {
    name: 'Enterprise keys',
    rates: ENTERPRISE,
    requests: keys(2_000),
    optimum: 30,
    halfOptimum: 60,
  },
  {
    name: 'Enterprise files',
    rates: ENTERPRISE,
    requests: files(200, 500),
    optimum: 97_000 / 3000,
    halfOptimum: 97_000 / 1500,
  },
]

test.for(LOADS)(
  'alone, $name take the optimum and meet no refusal',
  async ({ rates, requests, optimum }) => {
    const time = createVirtualTime()
    const server = serverAt(time, { rates })
    const executor = createExecutor(server.purger, time)
    const events = await time.run(eventsOf(executor, [requests]))
    expect(events.filter(({ kind }) => kind === 'accepted')).toHaveLength(requests.length)
    expect(server.refusals()).toBe(0)
    expect(time.now() / 1000 / optimum).toBeLessThanOrEqual(1.05)
  },
)

test.for(LOADS)(
  'with somebody who takes every second token, $name take at most 1.2 times the optimum at half the rate, and it is said',
  async ({ rates, requests, halfOptimum }) => {
    const time = createVirtualTime()
    const server = serverAt(time, { rates })
    const executor = createExecutor(server.purger, time)
    const isFiles = requests[0]?.by === 'files'
    const step = isFiles ? 100 : 1
    const perSecond = (isFiles ? rates.files.urlsPerSecond : rates.keys.perSecond) / 2
    const rival = new AbortController()
    async function draw(): Promise<void> {
      while (!rival.signal.aborted) {
        await time.sleep((step / perSecond) * 1000, rival.signal)
        while (!rival.signal.aborted && !server.take(isFiles ? 'files' : 'keys', step)) {
          await time.sleep(50, rival.signal)
        }
      }
    }
    void draw()
    const events = await time.run(eventsOf(executor, [requests]))
    rival.abort()
    expect(events.filter(({ kind }) => kind === 'accepted')).toHaveLength(requests.length)
    expect(events.filter(({ kind }) => kind === 'note')).toHaveLength(1)
    expect(time.now() / 1000 / halfOptimum).toBeLessThanOrEqual(1.2)
  },
)

test('however long requests take to arrive and answers to come, none is refused', async () => {
  const milliseconds = fc.infiniteStream(fc.integer({ min: 0, max: 800 }))
  const loads = fc.record({
    rates: fc.constantFrom(FREE, ENTERPRISE),
    isFiles: fc.boolean(),
    count: fc.integer({ min: 1, max: 120 }),
    latencies: milliseconds,
  })
  await fc.assert(
    fc.asyncProperty(loads, async ({ rates, isFiles, count, latencies }) => {
      const time = createVirtualTime()
      const latencyMs = () => latencies.next().value
      const server = serverAt(time, { rates, latencyMs })
      const requests = isFiles ? files(count, rates.files.maxPerRequest) : keys(count)
      await time.run(eventsOf(createExecutor(server.purger, time), [requests]))
      expect(server.accepted()).toHaveLength(count)
      expect(server.refusals()).toBe(0)
    }),
    { numRuns: 60 },
  )
})

test('answers that take two seconds do not slow a long purge down', async () => {
  const time = createVirtualTime()
  const server = serverAt(time, { rates: FREE, latencyMs: () => 1_000 })
  await time.run(eventsOf(createExecutor(server.purger, time), [files(400, 100)]))
  // 392 requests at 8 a second; the first one, sent alone, and the last answer come on top.
  expect(time.now() / 1000).toBeLessThan((392 / 8) * 1.05 + 4)
  expect(server.refusals()).toBe(0)
})

test('two executors that know nothing of each other share the rate, and neither starves', async () => {
  const time = createVirtualTime()
  const server = serverAt(time, { rates: ENTERPRISE, latencyMs: () => 40 })
  const both = [0, 1].map((index) =>
    eventsOf(createExecutor(server.purger, time), [files(100, 500, index * 50_000)]).then(
      (events) => ({
        accepted: events.filter(({ kind }) => kind === 'accepted').length,
        at: time.now() / 1000,
      }),
    ),
  )
  const ended = await time.run(Promise.all(both))
  expect(ended.map(({ accepted }) => accepted)).toEqual([100, 100])
  const optimum = 97_000 / 3000
  for (const { at } of ended) expect(at / optimum).toBeLessThan(1.4)
})

test('somebody who empties the supply once does not slow a long purge down for good', async () => {
  const time = createVirtualTime()
  const server = serverAt(time, { rates: ENTERPRISE })
  server.take('files', 3_000)
  const executor = createExecutor(server.purger, time)
  await time.run(eventsOf(executor, [files(600, 500)]))
  expect(time.now() / 1000).toBeLessThan((300_000 / 3000) * 1.3)
})

/** A purger that knows no rate and answers each batch as it is told to. */
function purgerThat(answer: (batch: PurgeBatch) => void | Promise<void>, rates?: RateLimits) {
  const sent: PurgeBatch[] = []
  const purger: Purger = {
    limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: true },
    ...(rates && { rates }),
    async send(_action, batch) {
      sent.push(batch)
      await answer(batch)
      return { id: 'x' }
    },
  }
  return { purger, sent, sizes: () => sent.map(({ targets }) => targets.length) }
}

async function outcomesOf(
  purger: Purger,
  phases: readonly (readonly PlanRequest[])[],
  signal?: AbortSignal,
): Promise<string[]> {
  const time = createVirtualTime()
  const events = await time.run(eventsOf(createExecutor(purger, time), phases, signal))
  return events.filter(isOutcome).map((outcome) => {
    const { kind, request } = outcome
    const first = JSON.stringify(request.targets[0]).replace('https://h.test/', '')
    return `${kind === 'failed' ? outcome.error.code : kind} ${first} of ${request.targets.length}`
  })
}

function failing(code: PurgeErrorCode, details: Record<string, unknown> = {}): never {
  throw new PurgeError(code, 'It failed.', { details })
}

const has = (batch: PurgeBatch, url: string) => batch.targets.some((target) => target === url)

test.for<{ readonly code: PurgeErrorCode; readonly next: 'accepted' | 'not-sent' }>([
  { code: 'api-refused', next: 'accepted' },
  { code: 'api-unreadable', next: 'accepted' },
  { code: 'api-unreachable', next: 'not-sent' },
  { code: 'bad-credentials', next: 'not-sent' },
  { code: 'url-refused', next: 'not-sent' },
])('after `$code` of the first request the second is $next', async ({ code, next }) => {
  const { purger } = purgerThat((batch) => void (has(batch, 'https://h.test/0') && failing(code)))
  const outcomes = await outcomesOf(purger, [files(1, 1), files(1, 1, 1)])
  expect(outcomes).toEqual([`${code} "0" of 1`, `${next} "1" of 1`])
})

test('one request goes first; the others follow at once', async () => {
  const time = createVirtualTime()
  let underWay = 0
  const seen: number[] = []
  const { purger } = purgerThat(async () => {
    seen.push(++underWay)
    await time.sleep(100)
    underWay--
  })
  await time.run(eventsOf(createExecutor(purger, time), [files(6, 1)]))
  expect(seen).toEqual([1, 1, 2, 3, 4, 5])
  expect(time.now()).toBe(200)
})

test('a phase begins when the one before it has ended', async () => {
  const time = createVirtualTime()
  const at: [string, number][] = []
  const { purger } = purgerThat(async ({ targets }) => {
    at.push([JSON.stringify(targets[0]), time.now()])
    await time.sleep(targets[0] === 'https://h.test/1' ? 500 : 100)
  })
  await time.run(eventsOf(createExecutor(purger, time), [files(3, 1), [], files(2, 1, 3)]))
  expect(at).toEqual([
    ['"https://h.test/0"', 0],
    ['"https://h.test/1"', 100],
    ['"https://h.test/2"', 100],
    ['"https://h.test/3"', 600],
    ['"https://h.test/4"', 600],
  ])
})

test('an abort lets what is under way end, and sends no more', async () => {
  const controller = new AbortController()
  const { purger, sent } = purgerThat(() => controller.abort())
  expect(await outcomesOf(purger, [files(2, 1), files(1, 1, 2)], controller.signal)).toEqual([
    'accepted "0" of 1',
    'not-sent "1" of 1',
    'not-sent "2" of 1',
  ])
  expect(sent).toHaveLength(1)
})

test('an abort ends a wait for the rate', async () => {
  const controller = new AbortController()
  const time = createVirtualTime()
  const { purger, sent } = purgerThat(() => {
    if (sent.length === 25) void time.sleep(3_000).then(() => controller.abort())
  }, FREE)
  const events = await time.run(
    eventsOf(createExecutor(purger, time), [keys(27)], controller.signal),
  )
  expect(time.now()).toBe(3_000)
  expect(events.filter(({ kind }) => kind === 'not-sent')).toHaveLength(2)
})

test('nothing of nothing, and nothing once it is aborted', async () => {
  const { purger, sent } = purgerThat(() => {})
  expect(await outcomesOf(purger, [])).toEqual([])
  expect(await outcomesOf(purger, [[], []])).toEqual([])
  expect(await outcomesOf(purger, [files(1, 2)], AbortSignal.abort())).toEqual([
    'not-sent "0" of 2',
  ])
  expect(sent).toEqual([])
})

test('an error that is nobody else’s is a bug and goes on', async () => {
  const { purger } = purgerThat(() => {
    throw new TypeError('x is not a function')
  })
  await expect(outcomesOf(purger, [files(1, 1)])).rejects.toThrow(TypeError)
})

test('requests that are too long are halved down to what is taken, which is told and kept', async () => {
  const { purger, sizes } = purgerThat(({ targets }) => {
    if (targets.length > 30) failing('too-many-targets', { takes: 30 })
  })
  const time = createVirtualTime()
  const executor = createExecutor(purger, time)
  const events = await time.run(eventsOf(executor, [files(1, 100)]))
  expect(sizes()).toEqual([100, 50, 30, 20, 30, 20])
  expect(executor.learned).toEqual({ maxUrls: 30 })
  expect(events.filter(({ kind }) => kind === 'note')).toHaveLength(2)
  expect(executor.limits).toEqual({ maxUrls: 30, maxKeys: 100, acceptsUrls: true })
  await time.run(eventsOf(executor, [files(1, 40)]))
  expect(sizes().slice(6)).toEqual([30, 10])
  const taught = createExecutor(purger, { ...time, learned: { maxUrls: 30 } })
  await time.run(eventsOf(taught, [files(1, 60)]))
  expect(sizes().slice(8)).toEqual([30, 30])
})

test('what is refused as too long at a size that is surely taken has failed', async () => {
  const { purger, sizes } = purgerThat(() => failing('too-many-targets', { takes: 30 }))
  expect(await outcomesOf(purger, [files(1, 60)])).toEqual([
    'too-many-targets "0" of 30',
    'too-many-targets "30" of 30',
  ])
  expect(sizes()).toEqual([60, 30, 30])
})

test('one target that is refused is found and named, and all others are purged', async () => {
  const { purger, sent } = purgerThat((batch) => {
    if (has(batch, 'https://h.test/37')) failing('target-refused')
  })
  const time = createVirtualTime()
  const events = await time.run(eventsOf(createExecutor(purger, time), [files(2, 50)]))
  const failed = events.filter((event) => event.kind === 'failed')
  expect(failed.map(({ error, request }) => [error.message, request.targets])).toEqual([
    ['It failed. The target is "https://h.test/37".', ['https://h.test/37']],
  ])
  const accepted = events.flatMap((event) =>
    event.kind === 'accepted' ? event.request.targets : [],
  )
  expect(new Set(accepted).size).toBe(99)
  expect(accepted).toHaveLength(99)
  expect(sent.length).toBeLessThan(16)
})

test('where every target is refused it does not search for ever', async () => {
  const { purger, sent } = purgerThat(() => failing('target-refused'))
  const outcomes = await outcomesOf(purger, [files(50, 100)])
  expect(outcomes.every((outcome) => outcome.startsWith('target-refused'))).toBe(true)
  expect(sent.length).toBeLessThanOrEqual(250)
})

test('a rate that never recovers is given up after ten minutes, and the rest is not sent', async () => {
  const time = createVirtualTime()
  const { purger, sent } = purgerThat(() => failing('rate-limited', { retryAfterMs: 30_000 }), FREE)
  const events = await time.run(eventsOf(createExecutor(purger, time), [files(3, 1)]))
  expect(events.filter(isOutcome).map(({ kind }) => kind)).toEqual([
    'failed',
    'not-sent',
    'not-sent',
  ])
  expect(time.now()).toBeLessThanOrEqual(600_000)
  expect(sent.length).toBeLessThanOrEqual(21)
})

test('a wait that was told holds everything back, keys and URLs', async () => {
  const time = createVirtualTime()
  const at: number[] = []
  const { purger } = purgerThat(() => {
    at.push(time.now())
    if (at.length === 1) failing('rate-limited', { retryAfterMs: 7_000 })
  }, ENTERPRISE)
  await time.run(eventsOf(createExecutor(purger, time), [[...files(2, 1), ...keys(2)]]))
  expect(at).toEqual([0, 7_000, 7_000, 7_000, 7_000])
})

test('progress counts targets, and says what the supply says', async () => {
  const time = createVirtualTime()
  const server = serverAt(time, { rates: FREE })
  const events = await time.run(eventsOf(createExecutor(server.purger, time), [files(24, 100)]))
  const progress = events.filter((event) => event.kind === 'progress')
  expect(progress[0]).toMatchObject({ done: 0, total: 2400 })
  const first = progress[1]
  expect(first).toMatchObject({ done: 100, total: 2400, perSecond: 784 })
  // 2,300 more, of which 700 are there.
  expect(first?.remainingMs).toBeCloseTo((1600 / 784) * 1000, 0)
  expect(progress.at(-1)).toMatchObject({ done: 2400, total: 2400, remainingMs: 0 })
})

test('every target has one outcome, whatever is met', async () => {
  const faults = fc.constantFrom<PurgeErrorCode | undefined>(
    undefined,
    undefined,
    undefined,
    'api-refused',
    'rate-limited',
    'too-many-targets',
    'target-refused',
    'api-unreachable',
    'url-refused',
  )
  const loads = fc.record({
    met: fc.infiniteStream(faults),
    sizes: fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }), { maxLength: 3 }),
    latencies: fc.infiniteStream(fc.integer({ min: 0, max: 300 })),
  })
  await fc.assert(
    fc.asyncProperty(loads, async ({ met, sizes, latencies }) => {
      const time = createVirtualTime()
      const { purger } = purgerThat(async () => {
        await time.sleep(latencies.next().value)
        const code = met.next().value
        if (code) failing(code)
      }, FREE)
      let from = 0
      const phases = sizes.map((phase) =>
        phase.flatMap((size) => {
          from += size
          return files(1, size, from - size)
        }),
      )
      const events = await time.run(eventsOf(createExecutor(purger, time), phases))
      const targets = events.filter(isOutcome).flatMap(({ request }) => request.targets)
      expect(targets).toHaveLength(from)
      expect(new Set(targets).size).toBe(from)
      const last = events.findLast((event) => event.kind === 'progress')
      const sent = events.filter(isOutcome).filter(({ kind }) => kind !== 'not-sent')
      const done = sent.reduce((sum, { request }) => sum + request.targets.length, 0)
      expect(last?.done ?? 0).toBe(done)
    }),
    { numRuns: 200 },
  )
})
