import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { serializeManifest } from '@cdn-purge/core'
import type { Bench, Row } from './bench.ts'
import { findCorpora, neighbours, type Corpus } from './corpora.ts'
import { median } from './figures.ts'
import { reportMissingCorpora } from './missing-corpora.ts'
import { findDeviations, isKept } from './pairs/deviations.ts'
import { planArguments, readPrintedPlan, runInChild, runInProcess } from './pairs/plan-command.ts'
import { createReusedNames, type ReusedName } from './pairs/reused-names.ts'
import { secondOpinion } from './pairs/second-opinion.ts'
import { withTempDir } from './temp-dir.ts'

/** Sums over all pairs, as whoever collected the builds counted them. */
const EXPECTED = { pairs: 353, changed: 229_959, removed: 47_718, added: 94_390 }

export const pairsBench: Bench = {
  name: 'pairs',
  title: '`cdn-purge plan --from --to --json` for every pair of neighbouring builds of real sites',
  async run() {
    const corpora = findCorpora()
    if (!corpora) return reportMissingCorpora('pairs')
    const replays: Replay[] = []
    for (const corpus of corpora) replays.push(await withTempDir((dir) => replay(corpus, dir)))
    const rows = replays.map(toRow)
    const total = sumRows(rows)
    return {
      rows: [...rows, total],
      notes: [...expectationLines(total), ...deviationLines(replays), ...reusedLines(replays)],
      data: { expected: EXPECTED, replays },
    }
  },
}

interface Replay {
  readonly corpus: string
  readonly pairs: readonly ReplayedPair[]
  /** Pairs that also went through a process of its own, and printed the same bytes. */
  readonly throughChild: number
  /** Changed between neighbours although the name is taken for fingerprinted: purged, with a warning. */
  readonly changedFingerprinted: readonly ReusedName[]
  /** The same over the whole history: a removed name that was kept and came back different is among them. */
  readonly reusedEver: readonly ReusedName[]
}

interface ReplayedPair {
  readonly from: string
  readonly to: string
  readonly changed: number
  readonly removed: number
  readonly kept: number
  readonly added: number
  readonly urls: number
  readonly wide: number
  readonly requests: number
  readonly ms: number
  readonly differingPaths: readonly string[]
  readonly notServed: readonly string[]
  readonly sharedUrls: number
  readonly unexplained: number
}

async function replay(corpus: Corpus, dir: string): Promise<Replay> {
  const pairs: ReplayedPair[] = []
  const changedFingerprinted: ReusedName[] = []
  const reused = createReusedNames()
  const fileOf = (version: string) => path.join(dir, `${version}.json`)
  for (const { from, to, before, after } of neighbours(corpus)) {
    if (pairs.length === 0) {
      reused.add(from, before)
      await writeFile(fileOf(from), serializeManifest(before))
    }
    reused.add(to, after)
    await writeFile(fileOf(to), serializeManifest(after))

    const args = planArguments(`${from}.json`, `${to}.json`)
    const started = performance.now()
    const printed = await runInProcess(args, dir)
    const ms = performance.now() - started
    // A process costs more than most plans, so one pair of each corpus stands for all.
    if (pairs.length === 0 && (await runInChild(args, dir)) !== printed) {
      throw new Error(`"${args.join(' ')}" prints other bytes in a process of its own.`)
    }
    await rm(fileOf(from))

    const plan = readPrintedPlan(printed, `${from} → ${to}`)
    const { changed, removed, kept, added, requests } = plan.stats
    const deviations = findDeviations(plan, secondOpinion(before, after))
    if (plan.changes.filter(isKept).length !== kept) throw new Error('`stats.kept` is wrong.')
    for (const { kind, path: changedPath, fingerprinted } of plan.changes) {
      if (kind === 'changed' && fingerprinted) {
        changedFingerprinted.push({ path: changedPath, from, to })
      }
    }
    pairs.push({
      from,
      to,
      changed,
      removed,
      kept,
      added,
      urls: deviations.urls,
      wide: deviations.wide,
      requests,
      ms,
      differingPaths: deviations.paths,
      notServed: deviations.notServed,
      sharedUrls: deviations.shared,
      unexplained: deviations.unexplained,
    })
  }
  const { found: reusedEver } = reused
  return { corpus: corpus.name, pairs, throughChild: 1, changedFingerprinted, reusedEver }
}

function toRow({ corpus, pairs }: Replay): Row {
  const sum = (value: (pair: ReplayedPair) => number) =>
    pairs.reduce((all, pair) => all + value(pair), 0)
  return {
    corpus,
    pairs: pairs.length,
    changed: sum(({ changed }) => changed),
    removed: sum(({ removed }) => removed),
    'of them kept': sum(({ kept }) => kept),
    added: sum(({ added }) => added),
    URLs: sum(({ urls }) => urls),
    'paths by prefix': sum(({ wide }) => wide),
    'no URLs': sum(({ notServed }) => notServed.length),
    'shared URLs': sum(({ sharedUrls }) => sharedUrls),
    requests: sum(({ requests }) => requests),
    'ms (median)': Math.round(median(pairs.map(({ ms }) => ms))),
    'ms (max)': Math.round(Math.max(...pairs.map(({ ms }) => ms))),
  }
}

function sumRows(rows: readonly Row[]): Row {
  const names = Object.keys(rows[0] ?? {}).filter((name) => !/^corpus$|^ms/.test(name))
  const sums = names.map((name) => [name, rows.reduce((sum, row) => sum + Number(row[name]), 0)])
  return { corpus: 'all', ...(Object.fromEntries(sums) as Row) }
}

function expectationLines(total: Row): string[] {
  return Object.entries(EXPECTED).map(([name, expected]) => {
    const found = Number(total[name])
    return found === expected
      ? `${name}: ${found}, as expected.`
      : `${name}: ${found}, EXPECTED ${expected}.`
  })
}

function deviationLines(replays: readonly Replay[]): string[] {
  const pairs = replays.flatMap((each) => each.pairs)
  const differing = pairs.flatMap(({ differingPaths }) => differingPaths)
  const unexplained = pairs.filter((pair) => pair.unexplained !== 0)
  const notServed = new Map<string, number>()
  for (const file of pairs.flatMap((pair) => pair.notServed)) {
    const name = /\.[^./]+$/.exec(file)?.[0] ?? file
    notServed.set(name, (notServed.get(name) ?? 0) + 1)
  }
  const causes = Array.from(notServed, ([name, count]) => `${count} ${name}`).join(', ')
  return [
    `Paths that a comparison by path and digest alone sees differently: ${differing.length}${differing.length > 0 ? `, first "${differing[0]}"` : ''}.`,
    `Pairs whose number of URLs is not explained by routes, shared URLs and files that are none: ${unexplained.length}${unexplained.length > 0 ? `, first ${unexplained[0]?.from} → ${unexplained[0]?.to} by ${unexplained[0]?.unexplained}` : ''}.`,
    `Changed files that are no URLs, by extension: ${causes || 'none'}.`,
    `Printed in a process of its own too, equal to the byte: ${replays.reduce((sum, { throughChild }) => sum + throughChild, 0)} pairs.`,
  ]
}

function reusedLines(replays: readonly Replay[]): string[] {
  const list = (name: string, of: (replay: Replay) => readonly ReusedName[]) => {
    const counts = replays.filter((each) => of(each).length > 0)
    const all = counts.reduce((sum, each) => sum + of(each).length, 0)
    return [
      `${name}: ${all}.`,
      ...counts.map(
        (each) => `  ${each.corpus}: ${of(each).length}, first "${of(each)[0]?.path}".`,
      ),
    ]
  }
  return [
    ...list(
      'Fingerprinted names with other bytes in neighbours (purged, with a warning)',
      (each) => each.changedFingerprinted,
    ),
    ...list(
      'Fingerprinted names with other bytes than any earlier build had there',
      (each) => each.reusedEver,
    ),
  ]
}
