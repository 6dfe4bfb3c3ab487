import * as fc from 'fast-check'
import { performance } from 'node:perf_hooks'
import { liveThrough } from './lived.ts'

export interface SearchOptions {
  readonly runs: number
  /** Of each history. */
  readonly steps: number
  readonly seed: number
}

/** What a search came to. Plain data, so that one process can tell another. */
export interface Searched {
  readonly histories: number
  readonly steps: number
  readonly seconds: number
  /** How often each thing happened, by its name. */
  readonly counts: Readonly<Record<string, number>>
  /** The choices of a history in which something must not be, with as few steps as were found. */
  readonly counterexample: readonly number[] | undefined
}

/** Lives through histories until one shows what must not be, and leaves out of that one whatever is not needed for it. */
export async function searchHistories({ runs, steps, seed }: SearchOptions): Promise<Searched> {
  // Another number would be another step; 0 is none.
  const choice = fc.option(fc.noShrink(fc.nat({ max: 2 ** 31 - 1 })), { nil: 0, freq: 1_000 })
  const histories = fc.noBias(
    fc.array(choice, { minLength: steps + 1, maxLength: steps + 1, size: 'max' }),
  )
  const total = new Map<string, number>()
  let lived = 0
  const began = performance.now()
  const { counterexample, errorInstance } = await fc.check(
    fc.asyncProperty(histories, async (choices) => {
      const { violation, counts } = await liveThrough(choices)
      lived++
      for (const [what, count] of counts) total.set(what, (total.get(what) ?? 0) + count)
      return violation === undefined
    }),
    { numRuns: runs, seed },
  )
  // An error of the model itself, as a property that gives false has none.
  if (counterexample === null && errorInstance) throw errorInstance
  return {
    histories: lived,
    steps: lived * steps,
    seconds: (performance.now() - began) / 1000,
    counts: Object.fromEntries(total),
    counterexample: counterexample?.[0],
  }
}
