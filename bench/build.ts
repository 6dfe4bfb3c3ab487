import { cp, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Bench, Findings, Row } from './bench.ts'
import { runBuild, type BuildTimes, type Spent } from './build/run-build.ts'
import { median } from './figures.ts'
import { editApp, writeApp } from './generated-app.ts'
import { withTempDir } from './temp-dir.ts'

/** What the plugin costs is nearly the same for every build, so its share depends on the size of the app. */
const SIZES: readonly Size[] = [
  { modules: 2_400, pairs: 11 },
  { modules: 24_000, pairs: 5 },
]

interface Size {
  readonly modules: number
  readonly pairs: number
}

export const buildBench: Bench = {
  name: 'build',
  title: 'vite build with and without the plugin, in pairs of whole processes',
  run: async () => {
    const found = []
    for (const size of SIZES) found.push(await withTempDir((dir) => runSize(dir, size)))
    return {
      rows: found.flatMap(({ rows }) => rows),
      notes: found.flatMap(({ notes }) => notes),
      data: found.map(({ data }) => data),
    }
  },
}

async function runSize(dir: string, size: Size): Promise<Findings> {
  const { without, withPlugin } = await measure(path.join(dir, 'app'), size)
  const hooks = shares(withPlugin, (times) => [times.hooks])
  const both = shares(withPlugin, (times) => [times.hooks, times.loading])
  const ratios = withPlugin.map(
    ({ whole }, pair) => whole.wallMs / (without[pair]?.whole.wallMs ?? Number.NaN),
  )
  const [lowest, highest] = [Math.min(...ratios), Math.max(...ratios)]
  const { modules, pairs } = size
  const rowOf = (what: string, spent: readonly Spent[]) => row(modules, what, spent)
  return {
    rows: [
      rowOf(
        'whole process without the plugin',
        without.map(({ whole }) => whole),
      ),
      rowOf(
        'whole process with it',
        withPlugin.map(({ whole }) => whole),
      ),
      rowOf(
        'of that in our hooks',
        withPlugin.map((times) => times.hooks),
      ),
      rowOf(
        'of that loading our modules',
        withPlugin.map(({ loading }) => loading),
      ),
    ],
    notes: [
      `${modules} modules: with over without, median of ${pairs} pairs: ${median(ratios).toFixed(4)} (from ${lowest.toFixed(3)} to ${highest.toFixed(3)}).`,
      `Share of the whole, wall / CPU: our hooks ${percent(hooks.wall)} / ${percent(hooks.cpu)}; with the loading of our modules ${percent(both.wall)} / ${percent(both.cpu)}. The goal is under 2 %.`,
    ],
    data: { modules, pairs, ratios, hooks, both, without, withPlugin },
  }
}

interface Measured {
  readonly without: readonly BuildTimes[]
  readonly withPlugin: readonly BuildTimes[]
}

async function measure(app: string, { modules, pairs }: Size): Promise<Measured> {
  await writeApp(app, modules)
  const ledger = path.join(app, '.cdn-purge')
  const kept = `${app}-ledger`
  // The first pair pays for cold files, and leaves the record of an earlier build behind.
  await runBuild(app, 'without')
  await runBuild(app, 'with')
  await cp(ledger, kept, { recursive: true })
  await editApp(app, 'as it is now')

  const times = { without: [] as BuildTimes[], with: [] as BuildTimes[] }
  for (let pair = 0; pair < pairs; pair++) {
    await rm(ledger, { recursive: true })
    await cp(kept, ledger, { recursive: true })
    const order = pair % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const)
    for (const kind of order) times[kind].push(await runBuild(app, kind))
  }
  return { without: times.without, withPlugin: times.with }
}

function row(modules: number, what: string, spent: readonly Spent[]): Row {
  return {
    modules,
    what,
    'wall ms (median)': median(spent.map(({ wallMs }) => wallMs)),
    'CPU ms (median)': median(spent.map(({ cpuMs }) => cpuMs)),
  }
}

/** The median part that some stretches are of the whole. */
function shares(
  builds: readonly BuildTimes[],
  stretches: (times: BuildTimes) => readonly Spent[],
): { readonly wall: number; readonly cpu: number } {
  const share = (key: keyof Spent) =>
    median(
      builds.map((times) => {
        const own = stretches(times).reduce((sum, spent) => sum + spent[key], 0)
        return own / times.whole[key]
      }),
    )
  return { wall: share('wallMs'), cpu: share('cpuMs') }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`
}
