import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { serializeManifest } from '@cdn-purge/core'
import type { Bench, Row } from './bench.ts'
import { median } from './figures.ts'
import { forkMeasured } from './fork-measured.ts'
import { generateSite, type Deploy } from './scale/generated-site.ts'
import type { Measured } from './scale/measure-plan.ts'
import { withTempDir } from './temp-dir.ts'

const SIZES = [1_000, 10_000, 100_000, 1_000_000]
const ROUNDS = 5
const SEED = 7
const MODULE = path.join(import.meta.dirname, 'scale/measure-plan.ts')

/** `exact`: URLs are accepted; `prefixes`: they are refused, so that every target is a prefix. */
const CASES: readonly { readonly deploy: Deploy; readonly route: 'exact' | 'prefixes' }[] = [
  { deploy: 'everyday', route: 'exact' },
  { deploy: 'restamped', route: 'exact' },
  { deploy: 'restamped', route: 'prefixes' },
]

const GOAL_MS = 2_000
const GOAL_BYTES = 700e6

export const scaleBench: Bench = {
  name: 'scale',
  title: `sites of ${SIZES[0]} to ${SIZES.at(-1)} URLs: parse two manifests, diff, plan, each time in a process of its own`,
  run: () =>
    withTempDir(async (dir) => {
      const results: Result[] = []
      for (const urls of SIZES) {
        for (const { deploy, route } of CASES) {
          results.push({ urls, deploy, route, rounds: await measure(dir, urls, deploy, route) })
        }
      }
      return {
        rows: results.map(toRow),
        notes: [...slopeLines(results), ...goalLines(results)],
        data: { seed: SEED, results },
      }
    }),
}

interface Result {
  readonly urls: number
  readonly deploy: Deploy
  readonly route: string
  readonly rounds: readonly Measured[]
}

async function measure(
  dir: string,
  urls: number,
  deploy: Deploy,
  route: string,
): Promise<Measured[]> {
  const site = generateSite(urls, deploy, SEED)
  const files = [path.join(dir, 'before.json'), path.join(dir, 'after.json')]
  await writeFile(files[0] ?? '', serializeManifest(site.before))
  await writeFile(files[1] ?? '', serializeManifest(site.after))
  const rounds: Measured[] = []
  for (let round = 0; round < ROUNDS; round++)
    rounds.push(await forkMeasured(MODULE, [...files, route]))
  for (const file of files) await rm(file)
  return rounds
}

function toRow({ urls, deploy, route, rounds }: Result): Row {
  const middle = (key: keyof Measured) => median(rounds.map((round) => round[key]))
  return {
    URLs: urls,
    deploy,
    route,
    'parse ms': Math.round(middle('parseMs')),
    'diff ms': Math.round(middle('diffMs') * 10) / 10,
    'plan ms': Math.round(middle('planMs') * 10) / 10,
    'diff + plan ms': Math.round(workMs(rounds)),
    'their CPU ms': Math.round(middle('cpuMs')),
    'peak MB': Math.round(middle('peakBytes') / 1e6),
    changes: middle('changes'),
    targets: middle('targets'),
    requests: middle('requests'),
    'purge s (Free)': Math.round(middle('seconds')),
  }
}

function workMs(rounds: readonly Measured[]): number {
  return median(rounds.map(({ diffMs, planMs }) => diffMs + planMs))
}

/** 10 is linear. */
function slopeLines(results: readonly Result[]): string[] {
  return CASES.map(({ deploy, route }) => {
    const of = (urls: number) => {
      const found = results.find(
        (result) => result.urls === urls && result.deploy === deploy && result.route === route,
      )
      return workMs(found?.rounds ?? [])
    }
    const slope = of(1_000_000) / of(100_000)
    return `Slope of diff + plan, ${deploy} by ${route}: ${slope.toFixed(1)} times the time for 10 times the URLs.`
  })
}

function goalLines(results: readonly Result[]): string[] {
  return results
    .filter(({ urls }) => urls === 1_000_000)
    .map(({ deploy, route, rounds }) => {
      const ms = workMs(rounds)
      const bytes = median(rounds.map(({ peakBytes }) => peakBytes))
      const cpuMs = median(rounds.map((round) => round.cpuMs))
      const isMet = ms < GOAL_MS && bytes < GOAL_BYTES
      return `1,000,000 URLs, ${deploy} by ${route}: ${Math.round(ms)} ms (CPU ${Math.round(cpuMs)} ms) and ${Math.round(bytes / 1e6)} MB, median of ${rounds.length}; the goal is under ${GOAL_MS} ms and ${GOAL_BYTES / 1e6} MB: ${isMet ? 'met' : 'MISSED'}.`
    })
}
