import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PurgeError, type PurgeErrorCode } from './errors.ts'
import type { PlanRequest } from './plan.ts'
import { purge } from './purge.ts'
import type { Purger } from './purger.ts'

function requestsOf(count: number): PlanRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    action: 'purge',
    by: 'files',
    targets: [`https://h.test/${index}`],
    reason: 'why',
  }))
}

interface Fake {
  readonly purger: Purger
  /** Which requests arrived, by their index. */
  readonly sent: number[]
}

function purgerThat(answer: (index: number) => void | Promise<void>): Fake {
  const sent: number[] = []
  return {
    sent,
    purger: {
      limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: true },
      async send(_action, { targets }) {
        const index = Number(/\d+$/.exec(JSON.stringify(targets[0]).slice(0, -1))?.[0])
        sent.push(index)
        await answer(index)
        return { id: `receipt ${index}` }
      },
    },
  }
}

async function outcomesOf(count: number, purger: Purger, signal?: AbortSignal): Promise<string[]> {
  const outcomes = []
  for await (const outcome of purge(requestsOf(count), purger, signal)) {
    outcomes.push(outcome.kind === 'failed' ? outcome.error.code : outcome.kind)
  }
  return outcomes
}

interface Case {
  readonly name: string
  /** The error that the second of three requests meets. */
  readonly code: PurgeErrorCode
  readonly outcomes: readonly string[]
}

test.for<Case>([
  {
    name: 'a refused request does not hide the next one',
    code: 'api-refused',
    outcomes: ['accepted', 'api-refused', 'accepted'],
  },
  {
    name: 'nor does one that was answered with rubbish',
    code: 'api-unreadable',
    outcomes: ['accepted', 'api-unreadable', 'accepted'],
  },
  ...(['api-unreachable', 'bad-credentials', 'rate-limited', 'url-refused'] as const).map(
    (code) => ({
      name: `after \`${code}\` nothing more is sent`,
      code,
      outcomes: ['accepted', code, 'not-sent'],
    }),
  ),
])('$name', async ({ code, outcomes }) => {
  const { purger, sent } = purgerThat((index) => {
    if (index === 1) throw new PurgeError(code, 'It failed.')
  })
  expect(await outcomesOf(3, purger)).toEqual(outcomes)
  expect(sent).toHaveLength(outcomes.filter((outcome) => outcome !== 'not-sent').length)
})

test('requests are sent one after the other, each with its receipt', async () => {
  let under = 0
  const { purger, sent } = purgerThat(async () => {
    expect(++under).toBe(1)
    await Promise.resolve()
    under--
  })
  const receipts = []
  for await (const outcome of purge(requestsOf(3), purger)) {
    if (outcome.kind === 'accepted') receipts.push(outcome.receipt.id)
  }
  expect(sent).toEqual([0, 1, 2])
  expect(receipts).toEqual(['receipt 0', 'receipt 1', 'receipt 2'])
})

test('an abort lets the request in flight end, and sends no more', async () => {
  const controller = new AbortController()
  const { purger, sent } = purgerThat((index) => {
    if (index === 1) controller.abort()
  })
  expect(await outcomesOf(4, purger, controller.signal)).toEqual([
    'accepted',
    'accepted',
    'not-sent',
    'not-sent',
  ])
  expect(sent).toEqual([0, 1])
})

test('nothing is sent once it is aborted, and nothing of nothing', async () => {
  const { purger, sent } = purgerThat(() => {})
  expect(await outcomesOf(2, purger, AbortSignal.abort())).toEqual(['not-sent', 'not-sent'])
  expect(await outcomesOf(0, purger)).toEqual([])
  expect(sent).toEqual([])
})

test('an error that is nobody else’s is a bug and goes on', async () => {
  const { purger } = purgerThat(() => {
    throw new TypeError('x is not a function')
  })
  await expect(outcomesOf(1, purger)).rejects.toThrow(TypeError)
})

test('each request has one outcome, in order, whatever is met', async () => {
  const codes = fc.constantFrom<PurgeErrorCode | undefined>(
    undefined,
    undefined,
    'api-refused',
    'rate-limited',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(codes, { maxLength: 8 }), async (met) => {
      const { purger, sent } = purgerThat((index) => {
        const code = met[index]
        if (code) throw new PurgeError(code, 'It failed.')
      })
      const outcomes = await outcomesOf(met.length, purger)
      const hopeless = met.indexOf('rate-limited')
      const last = hopeless < 0 ? met.length - 1 : hopeless
      expect(outcomes).toEqual(
        met.map((code, index) => (index > last ? 'not-sent' : (code ?? 'accepted'))),
      )
      expect(sent).toEqual(met.slice(0, last + 1).map((_, index) => index))
    }),
  )
})
