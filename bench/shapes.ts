import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createManifest, digestBytes, scan, withShapes, type Manifest } from '@cdn-purge/core'
import type { Bench, Row } from './bench.ts'
import { median, medianRatio } from './figures.ts'
import { writeDocs } from './shapes/generated-docs.ts'
import { withTempDir } from './temp-dir.ts'

const SIZES = [100, 500, 2_000, 6_000]
const ROUNDS = 15
const GOAL = 1.1

/** What was recorded before the build that is scanned. */
const CASES = ['the same pages but one', 'nothing, or all pages other'] as const
type Case = (typeof CASES)[number]

export const shapesBench: Bench = {
  name: 'shapes',
  title: `pages of documentation: scan with digests and shapes against digests alone`,
  run: () =>
    withTempDir(async (dir) => {
      const results: Result[] = []
      for (const pages of SIZES) {
        const site = path.join(dir, String(pages))
        results.push(await measure(site, pages))
        rmSync(site, { recursive: true })
      }
      return {
        rows: results.flatMap(rowsOf),
        notes: CASES.map((recorded) => goalLine(recorded, results)),
        data: { rounds: ROUNDS, results },
      }
    }),
}

interface Result {
  readonly pages: number
  readonly bytes: number
  /** Texts that have a shape. */
  readonly shapes: number
  readonly plainMs: readonly number[]
  readonly withMs: Readonly<Record<Case, readonly number[]>>
}

async function measure(dir: string, pages: number): Promise<Result> {
  const bytes = writeDocs(dir, pages)
  const before = shaped(dir, await scanned(dir), [])
  const [first, ...others] = before.assets.values()
  if (!first) throw new Error('There are no pages.')
  const recorded: Readonly<Record<Case, readonly Manifest[]>> = {
    'the same pages but one': [createManifest([{ ...first, digest: 'sha256-x' }, ...others])],
    'nothing, or all pages other': [],
  }
  const plainMs: number[] = []
  const withMs: Record<Case, number[]> = {
    'the same pages but one': [],
    'nothing, or all pages other': [],
  }
  const plain = async () => {
    plainMs.push(await timed(() => scanned(dir)))
  }
  const works = CASES.map((each) => async () => {
    withMs[each].push(await timed(async () => shaped(dir, await scanned(dir), recorded[each])))
  })
  for (let round = 0; round < ROUNDS; round++) {
    // Each begins as often as the others, so that none always runs in the wake of the same one.
    const order = [plain, ...works]
    for (let at = 0; at < order.length; at++) await order[(at + round) % order.length]?.()
  }
  const shapes = [...before.assets.values()].filter(({ shape }) => shape !== undefined).length
  return { pages, bytes, shapes, plainMs, withMs }
}

async function scanned(dir: string): Promise<Manifest> {
  const { assets } = await scan(dir)
  return createManifest(assets.map((asset) => ({ ...asset, fingerprinted: false })))
}

function shaped(dir: string, manifest: Manifest, earlier: readonly Manifest[]): Manifest {
  return withShapes(manifest, earlier, (asset) => {
    const bytes = readFileSync(path.join(dir, asset.path))
    return digestBytes(bytes) === asset.digest ? bytes : undefined
  })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function rowsOf({ pages, bytes, shapes, plainMs, withMs }: Result): Row[] {
  return CASES.map((recorded) => ({
    pages,
    MB: Math.round(bytes / 1e5) / 10,
    recorded,
    shapes,
    'digests ms': median(plainMs),
    'with shapes ms': median(withMs[recorded]),
    times: medianRatio(withMs[recorded], plainMs),
  }))
}

function goalLine(recorded: Case, results: readonly Result[]): string {
  const ratios = results.map(({ pages, plainMs, withMs }) => {
    const ratio = medianRatio(withMs[recorded], plainMs)
    return `${pages} pages ${ratio.toFixed(3)} (${ratio <= GOAL ? 'met' : 'MISSED'})`
  })
  return `Recorded before: ${recorded}. Times the scan with digests alone, median of ${ROUNDS} rounds, goal ${GOAL}: ${ratios.join(', ')}.`
}
