import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { liveThrough, type Told } from './lived.ts'

const RUNS = Number(process.env['MODEL_RUNS'] ?? 300)
const STEPS = Number(process.env['MODEL_STEPS'] ?? 30)
const SEED = Number(process.env['MODEL_SEED'] ?? (Math.random() * 2 ** 31) | 0)

const histories = fc.noBias(
  fc.array(fc.nat({ max: 2 ** 31 - 1 }), { minLength: STEPS + 1, maxLength: STEPS + 1 }),
)

test(`${RUNS} histories of ${STEPS} steps`, { timeout: 600_000 }, async () => {
  const told: Told[] = []
  const began = performance.now()
  const { failed, counterexample, errorInstance } = await fc.check(
    fc.asyncProperty(histories, async (choices) => {
      const each = await liveThrough(choices)
      told.push(each)
      return each.violation === undefined
    }),
    { numRuns: RUNS, seed: SEED },
  )
  const total = new Map<string, number>()
  for (const { counts } of told)
    for (const [what, count] of counts) total.set(what, (total.get(what) ?? 0) + count)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(
    `MODEL_SEED=${SEED}: ${told.length} histories, ${seconds} s`,
    Object.fromEntries([...total].toSorted()),
  )
  if (errorInstance) throw errorInstance
  const choices = counterexample?.[0] ?? []
  const worst = failed ? await liveThrough(choices) : undefined
  expect(
    worst?.violation,
    `MODEL_SEED=${SEED}\n${JSON.stringify(choices)}\n${worst?.steps.join('\n')}`,
  ).toBeUndefined()
})
