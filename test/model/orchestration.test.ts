import { expect, test } from 'vitest'
import { countLines, tooTame } from './counts.ts'
import { retell } from './retell.ts'
import { searchHistories } from './search.ts'

const RUNS = Number(process.env['MODEL_RUNS'] ?? 300)
const SEED = Number(process.env['MODEL_SEED'] ?? 20_261_124)

test(`${RUNS} histories of 30 steps: fresh is true, and nothing is evicted for nothing`, async () => {
  const { counterexample, steps, counts } = await searchHistories({
    runs: RUNS,
    steps: 30,
    seed: SEED,
  })
  if (counterexample) expect.fail(`MODEL_SEED=${SEED}\n${await retell(counterexample)}`)
  expect(tooTame(counts, steps), countLines(counts).join('\n')).toEqual([])
}, 600_000)
