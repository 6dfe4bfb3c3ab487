import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { addCounts, countLines, tooTame } from './counts.ts'
import { retell } from './retell.ts'
import type { SearchOptions, Searched } from './search.ts'

const runs = Number(process.env['MODEL_RUNS'] ?? 2_000)
const steps = Number(process.env['MODEL_STEPS'] ?? 50)
const seed = Number(process.env['MODEL_SEED'] ?? Date.now() % 1_000_000)
/** How many processes search, one after the other where there are fewer cores. */
const PARTS = 8

const history = process.env['MODEL_HISTORY']

if (history !== undefined) {
  console.log(await retell(JSON.parse(history)))
} else if ([runs, steps, seed].every((number) => Number.isSafeInteger(number) && number > 0)) {
  await searchAll()
} else {
  console.error('`MODEL_RUNS`, `MODEL_STEPS` and `MODEL_SEED` must be whole numbers above 0.')
  process.exitCode = 2
}

async function searchAll(): Promise<void> {
  const began = performance.now()
  console.log(`${runs} histories of ${steps} steps, MODEL_SEED=${seed}\n`)
  // Always as many parts, so that a seed means the same everywhere.
  const parts = Array.from({ length: PARTS }, (_, index) => ({
    runs: Math.ceil(runs / PARTS),
    steps,
    seed: seed + index,
  }))
  const searched: Searched[] = []
  async function work(): Promise<void> {
    for (let part = parts.shift(); part; part = parts.shift()) {
      const each = await searchApart(part)
      searched.push(each)
      console.log(`${each.histories} histories in ${each.seconds.toFixed(0)} s`)
      if (each.counterexample) parts.length = 0
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  const counts = addCounts(searched.map((each) => each.counts))
  const sum = (of: 'histories' | 'steps') => searched.reduce((all, each) => all + each[of], 0)
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(countLines(counts).join('\n'))
  console.log(`\n${sum('histories')} histories, ${sum('steps')} steps, ${seconds} s`)
  for (const { counterexample } of searched) {
    if (!counterexample) continue
    console.log(`\nWrong:\n${await retell(counterexample)}`)
    process.exitCode = 1
  }
  // What ended early did not have the time.
  const tame = process.exitCode === 1 ? [] : tooTame(counts, sum('steps'))
  if (tame.length > 0) {
    console.log(`\nToo tame to prove anything: ${tame.join(', ')}.`)
    process.exitCode = 1
  }
}

/** Searches in a process of its own. */
async function searchApart(options: SearchOptions): Promise<Searched> {
  const child = fork(new URL('search-worker.ts', import.meta.url), {
    // As many processes as cores: threads of the collector would only take turns with them.
    execArgv: [...process.execArgv, '--single-threaded-gc'],
  })
  child.send(options)
  const answer = once(child, 'message')
  const end = once(child, 'exit').then(([code]) => {
    throw new Error(`A search ended with exit code ${String(code)} and found nothing out.`)
  })
  // The end that follows an answer is none that anybody waits for.
  end.catch(() => {})
  const [searched] = await Promise.race([answer, end])
  return searched as Searched
}
