import { execFile } from 'node:child_process'
import { hash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { scan } from '@cdn-purge/core'
import type { Bench } from './bench.ts'
import { median, medianRatio } from './figures.ts'
import { createRandom } from './random.ts'
import { withTempDir } from './temp-dir.ts'

const FILES = 10_000
const BYTES = 200_000_000
const ROUNDS = 9

export const scanBench: Bench = {
  name: 'scan',
  title: `scan of ${FILES} files, ${BYTES / 1e6} MB, against the least that any program must do`,
  run: () =>
    withTempDir(async (dir) => {
      writeFiles(dir)
      const ways = new Map<string, () => Promise<number>>([
        ['plain loop: walk, read, sha256', async () => plainLoop(dir)],
        ['scan', async () => (await scan(dir)).assets.length],
        ['find | xargs -P2 sha256sum', () => sha256sum(dir)],
      ])
      const times = new Map([...ways.keys()].map((name) => [name, [] as number[]]))
      for (let round = 0; round < ROUNDS; round++) {
        // Each begins as often as the others, so that none always runs in the wake of the same one.
        const order = rotate([...ways], round)
        for (const [name, work] of order) {
          const started = performance.now()
          const files = await work()
          times.get(name)?.push(performance.now() - started)
          if (files !== FILES) throw new Error(`"${name}" found ${files} files, not ${FILES}.`)
        }
      }
      const plain = times.get('plain loop: walk, read, sha256') ?? []
      const ratio = medianRatio(times.get('scan') ?? [], plain)
      return {
        rows: Array.from(times, ([way, ms]) => ({
          way,
          'median ms': median(ms),
          'fastest ms': Math.min(...ms),
          'times the plain loop': medianRatio(ms, plain),
        })),
        notes: [
          `scan takes ${ratio.toFixed(3)} times the plain loop, median of ${ROUNDS} rounds; the goal is at most 1.1: ${ratio <= 1.1 ? 'met' : 'MISSED'}.`,
        ],
        data: {
          files: FILES,
          bytes: BYTES,
          rounds: ROUNDS,
          ratio,
          times: Object.fromEntries(times),
        },
      }
    }),
}

/** Sizes as sites have them: many small files and a few large ones, together exactly `BYTES`. */
function writeFiles(dir: string): void {
  const random = createRandom(1)
  const weights = Array.from({ length: FILES }, () => Math.exp(4 * random()))
  const unit = BYTES / weights.reduce((sum, weight) => sum + weight, 0)
  const noise = randomBytes(2_000_000)
  for (const [index, weight] of weights.entries()) {
    const folder = path.join(dir, `section-${index % 10}`, `page-${Math.floor(index / 10) % 40}`)
    mkdirSync(folder, { recursive: true })
    const size = Math.round(weight * unit)
    const start = Math.floor(random() * (noise.length - size))
    writeFileSync(path.join(folder, `file-${index}.bin`), noise.subarray(start, start + size))
  }
}

function plainLoop(dir: string): number {
  const digests = new Map<string, string>()
  const folders = [dir]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = `${folder}/${entry.name}`
      if (entry.isDirectory()) folders.push(file)
      else digests.set(file, hash('sha256', readFileSync(file), 'base64'))
    }
  }
  return digests.size
}

async function sha256sum(dir: string): Promise<number> {
  const { stdout } = await promisify(execFile)(
    'sh',
    ['-c', 'find . -type f -print0 | xargs -0 -P2 -n 500 sha256sum'],
    { cwd: dir, maxBuffer: 16 * 1024 * 1024 },
  )
  return stdout.trimEnd().split('\n').length
}

function rotate<T>(items: readonly T[], by: number): T[] {
  const at = by % items.length
  return [...items.slice(at), ...items.slice(0, at)]
}
