import { baseline, covers } from '@cdn-purge/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { liveThrough, type Chosen, type Rule } from './history.ts'

const RUNS = Number(process.env['MODEL_RUNS'] ?? 3_000)
const SEED = process.env['MODEL_SEED']
const STEPS = 60

const RULE: Rule = { baseline, covers }

// Without bias, as small numbers would be the first few possibilities of each step again and again.
const histories = fc.noBias(
  fc.array(fc.nat({ max: 99_999 }), { minLength: STEPS, maxLength: STEPS }),
)

/** Looks for a history in which the rule fails, and gives the shortest that was found. */
function search(rule: Rule, numRuns: number) {
  return fc.check(
    fc.property(histories, (choices) => liveThrough(choices, rule).violation === undefined),
    { numRuns, ...(SEED !== undefined && { seed: Number(SEED) }) },
  )
}

test(`${RUNS} histories: the baseline explains the edge at every moment, and every eviction`, () => {
  const { failed, counterexample, seed, numRuns } = search(RULE, RUNS)
  const told = failed ? liveThrough(counterexample?.[0] ?? [], RULE) : undefined
  expect(told?.violation, `MODEL_SEED=${seed}\n${told?.steps.join('\n')}`).toBeUndefined()
  expect(numRuns).toBe(RUNS)
})

test('the histories are worth looking at: deploys settle and URLs are evicted', () => {
  const [first = []] = fc.sample(
    histories.map((choices) => [choices]),
    { numRuns: 1, seed: 1 },
  )
  expect(first).toHaveLength(1)
  const told = fc
    .sample(histories, { numRuns: 300, seed: 1 })
    .map((choices) => liveThrough(choices, RULE))
  const sum = (of: 'settles' | 'evictions') => told.reduce((total, each) => total + each[of], 0)
  expect(sum('settles')).toBeGreaterThan(50)
  expect(sum('evictions')).toBeGreaterThan(100)
})

interface Mutant {
  readonly name: string
  readonly rule: Rule
}

test.for<Mutant>([
  {
    name: 'a settle that covers deploys which have not ended',
    rule: {
      baseline,
      covers: (planned, { deploy }) => planned.map(({ id }) => id).filter((id) => id !== deploy),
    },
  },
  {
    name: 'a settle that covers nothing',
    rule: { baseline, covers: () => [] },
  },
  {
    name: 'open deploys that are given up before their time',
    rule: {
      baseline,
      covers: (planned, options) => covers(planned, { ...options, readAt: Infinity }),
    },
  },
  {
    name: 'a baseline of settled deploys only',
    rule: {
      covers,
      baseline: (records) => baseline(records).filter(({ state }) => state.kind === 'settled'),
    },
  },
  {
    name: 'a baseline without deploys that were given up',
    rule: {
      covers,
      baseline: (records) => baseline(records).filter(({ state }) => state.kind !== 'closed'),
    },
  },
  {
    name: 'a baseline of the newest settled deploy and what is open',
    rule: {
      covers,
      baseline(records) {
        const newest = baseline(records).findLast(({ state }) => state.kind === 'settled')
        return baseline(records).filter(
          (record) => record.state.kind === 'open' || record === newest,
        )
      },
    },
  },
])('caught: $name', ({ rule }) => {
  expect(search(rule, 20_000).failed).toBe(true)
})

test('a deploy that grows too old between the plan and the settle of another may have written files meanwhile', () => {
  const story: Chosen[] = [
    { says: 'A begins', which: 27 },
    { says: 'hours pass' },
    { says: 'B begins', which: 54 },
    { says: 'B uploads everything' },
    { says: 'B plans' },
    { says: 'B asks whether its build is live' },
    { says: 'B purges' },
    { says: 'B asks again' },
    { says: 'A uploads everything' },
    { says: 'a visitor fills a.js' },
    { says: 'A gives up' },
    { says: 'hours pass' },
    { says: 'B settles' },
  ]
  const late: Rule = {
    baseline,
    covers: (planned, options, settledAt) => covers(planned, { ...options, readAt: settledAt }),
  }
  expect(liveThrough(story, RULE).violation).toBeUndefined()
  expect(liveThrough(story, late).violation).toContain('no record of the baseline explains it')
})
