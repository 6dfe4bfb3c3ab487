import { performance } from 'node:perf_hooks'
import { copyTree, type CopiedTree } from './copied-tree.ts'
import { MUTANTS } from './list/index.ts'
import { headLine, rowLine } from './mutant-table.ts'
import type { Mutant } from './mutant.ts'
import { runTests, type TestsRun } from './run-tests.ts'

/** So many copies are tested at once. */
const LANES = Number(process.env['MUTANT_LANES'] ?? '2')

/** Only mutants whose names match this regular expression. */
const pattern = new RegExp(process.env['MUTANTS'] ?? '')
const chosen = MUTANTS.filter(({ name }) => pattern.test(name))

const began = performance.now()
const trees = await Promise.all(Array.from({ length: LANES }, copyTree))
try {
  console.log(headLine())
  const rows = await inLanes(chosen, judge)
  const survived = rows.filter(({ run }) => run.kind !== 'failed')
  // What noticed a mutant must be content with the sources as they are.
  const control = await controlled(trees[0], chosen)
  console.log(rowLine({ name: 'none: the sources as they are', ...control }))
  const seconds = Math.round((performance.now() - began) / 1000)
  console.log(`\n${rows.length - survived.length} of ${rows.length} mutants caught, ${seconds} s`)
  for (const { name, breaks } of survived) console.log(`SURVIVED: ${name} (${breaks})`)
  if (survived.length > 0 || control.run.kind !== 'passed') process.exitCode = 1
} finally {
  await Promise.all(trees.map((tree) => tree.remove()))
}

interface Row extends Mutant {
  readonly run: TestsRun
  readonly seconds: number
}

async function judge(mutant: Mutant, tree: CopiedTree): Promise<Row> {
  const { run, seconds } = await timed(async (): Promise<TestsRun> => {
    try {
      return await tree.edited(mutant.edits, () => runTests(tree.dir, mutant))
    } catch (error) {
      return { kind: 'broken', why: error instanceof Error ? error.message : String(error) }
    }
  })
  console.log(rowLine({ name: mutant.name, run, seconds }))
  return { ...mutant, run, seconds }
}

/** Runs what was run of each file, on a copy in which nothing is wrong. */
async function controlled(
  tree: CopiedTree | undefined,
  mutants: readonly Mutant[],
): Promise<{ readonly run: TestsRun; readonly seconds: number }> {
  const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))]
  return timed(() => runTests(tree?.dir ?? '.', { tests }))
}

async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly run: Result; readonly seconds: number }> {
  const start = performance.now()
  const run = await work()
  return { run, seconds: (performance.now() - start) / 1000 }
}

async function inLanes<Item, Result>(
  items: readonly Item[],
  work: (item: Item, tree: CopiedTree) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const left = items.values()
  await Promise.all(
    trees.map(async (tree) => {
      // One iterator for all lanes: each takes the next that nobody has.
      for (const item of left) results.push(await work(item, tree))
    }),
  )
  return results
}
