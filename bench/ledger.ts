import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { createFolderStore, createLedger } from '@cdn-purge/core'
import type { Bench, Row } from './bench.ts'
import { median } from './figures.ts'
import { forkMeasured } from './fork-measured.ts'
import type { ReadLedger } from './ledger/read-ledger.ts'
import { successiveBuilds } from './ledger/successive-builds.ts'
import { withTempDir } from './temp-dir.ts'
import { EXAMPLE_SITE } from './example-site.ts'

const ASSETS = 200_000
const ROUNDS = 3
const GOAL_BYTES = 100e6

const CASES = [
  {
    builds: 50,
    deploy: 'everyday: 1 % of the pages, 5 % of the chunks',
    pages: 0.01,
    chunks: 0.05,
  },
  // Nothing can keep so many new digests in less than 4 MB a build.
  { builds: 10, deploy: 'restamped: every page, 5 % of the chunks', pages: 1, chunks: 0.05 },
] as const

export const ledgerBench: Bench = {
  name: 'ledger',
  title: `builds of ${ASSETS} files that nobody settled, in a folder: its size, and the time to read all of it in a new process`,
  async run() {
    const results = []
    for (const each of CASES) results.push(await measure(each))
    return {
      rows: results.map(toRow),
      notes: results
        .slice(0, 1)
        .map(
          ({ builds, bytes }) =>
            `${builds} everyday builds: ${(bytes / 1e6).toFixed(1)} MB; the goal is below ${GOAL_BYTES / 1e6} MB: ${bytes < GOAL_BYTES ? 'met' : 'MISSED'}.`,
        ),
      data: results,
    }
  },
}

interface Result {
  readonly builds: number
  readonly deploy: string
  readonly bytes: number
  readonly writeMs: readonly number[]
  readonly rounds: readonly ReadLedger[]
}

function measure({ builds, deploy, pages, chunks }: (typeof CASES)[number]): Promise<Result> {
  return withTempDir(async (dir) => {
    const writeMs: number[] = []
    let deploys = 0
    // One ledger for all of them, as each begin has read the build before it.
    const ledger = createLedger(createFolderStore(dir), {
      prefix: '',
      now: () => deploys,
      newId: () => `deploy-${deploys}`,
    })
    const site = { assets: ASSETS, builds, pages, chunks, seed: 7 }
    for (const manifest of successiveBuilds(site)) {
      deploys += 1
      const started = performance.now()
      await ledger.begin({ manifest, site: EXAMPLE_SITE, marker: false, options: {} })
      writeMs.push(performance.now() - started)
    }
    const module = path.join(import.meta.dirname, 'ledger/read-ledger.ts')
    const rounds: ReadLedger[] = []
    for (let round = 0; round < ROUNDS; round++) rounds.push(await forkMeasured(module, [dir]))
    if (rounds.some((round) => round.builds !== builds || round.assets !== builds * ASSETS)) {
      throw new Error('What was read is not what was written.')
    }
    return { builds, deploy, bytes: await sizeOf(dir), writeMs, rounds }
  })
}

async function sizeOf(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

function toRow({ builds, deploy, bytes, writeMs, rounds }: Result): Row {
  const middle = (key: keyof ReadLedger) => median(rounds.map((round) => round[key]))
  return {
    builds,
    deploy,
    'size MB': Math.round(bytes / 1e5) / 10,
    'begin s': Math.round(median(writeMs) / 100) / 10,
    'read all s': Math.round(middle('ms') / 100) / 10,
    'peak MB': Math.round(middle('peakBytes') / 1e6),
  }
}
