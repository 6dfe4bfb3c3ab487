import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isEvicted, type Plan } from '@cdn-purge/core'
import type { Bench, Findings, Row } from './bench.ts'
import { findCorpora, neighbours, type Corpus } from './corpora.ts'
import { median } from './figures.ts'
import { reportMissingCorpora } from './missing-corpora.ts'
import { waysByPrefix, waysByUrl } from './rivals/index.ts'
import type { Ours } from './rivals/ours.ts'
import type { Deploy, Way } from './rivals/rival.ts'
import { copiesOf, type Copy } from './thrift/copies.ts'
import { deployOf, siteWith, type Routes } from './thrift/deploy.ts'
import { addUp, judge, type Judged } from './thrift/judge.ts'
import { drawThrift, type Faults } from './thrift/picture.ts'

const PICTURE = path.resolve(import.meta.dirname, '../docs/thrift.svg')

/** Seconds in which a purge is to end, where nothing else is said. */
const DEADLINE_SECONDS = 60

export const thriftBench: Bench = {
  name: 'corpora',
  title:
    'ways to purge at every deploy of real sites: what stays stale, what is thrown away, what is sent',
  async run() {
    const corpora = findCorpora()
    if (!corpora) return reportMissingCorpora('corpora')
    const pairs = corpora.flatMap((corpus) => [...replay(corpus)])
    await writeFile(PICTURE, drawThrift(faultsOf(pairs)))
    return findingsOf(pairs)
  },
}

/** What every way did at one deploy. */
interface Replayed {
  readonly corpus: string
  readonly from: string
  readonly to: string
  readonly routes: Routes
  readonly ways: ReadonlyMap<string, Judged>
  /** The most that can be done wrong, where the edge holds everything. */
  readonly most: {
    readonly stale: number
    readonly unhealed: number
    readonly unchangedBytes: number
    readonly chunks: number
  }
  readonly ours: OursSent
}

/** What our plan sends, told apart by why. */
interface OursSent {
  readonly evictedPaths: number
  readonly addedPaths: number
  readonly seconds: number
  /** True where a plan that takes longer than the deadline says so. */
  readonly isTold: boolean
}

function* replay(corpus: Corpus): Generator<Replayed> {
  for (const pair of neighbours(corpus)) {
    for (const routes of ['own', 'all'] as const) {
      const deploy = deployOf(pair, routes)
      const copies = copiesOf(deploy, routes)
      const site = siteWith(routes)
      const byUrl = waysByUrl(site)
      const ways = new Map(
        [...byUrl, ...waysByPrefix(site)].map((way) => [way.name, judgeWay(way, deploy, copies)]),
      )
      yield {
        corpus: corpus.name,
        from: pair.from,
        to: pair.to,
        routes,
        ways,
        most: mostOf(copies),
        ours: oursSent(byUrl[0], deploy),
      }
    }
  }
}

function mostOf(copies: ReadonlyMap<string, Copy>): Replayed['most'] {
  const all = [...copies.values()]
  const of = (wanted: Copy['kind']): Copy[] => all.filter(({ kind }) => kind === wanted)
  return {
    stale: of('stale').length,
    unhealed: of('new').length,
    unchangedBytes: of('unchanged').reduce((sum, { bytes }) => sum + bytes, 0),
    chunks: of('chunk').length,
  }
}

function judgeWay(way: Way, deploy: Deploy, copies: ReadonlyMap<string, Copy>): Judged {
  return judge(copies, way.decide(deploy))
}

function oursSent(ours: Ours, deploy: Deploy): OursSent {
  const plan: Plan = ours.plan(deploy)
  const evicted = plan.changes.filter(isEvicted)
  return {
    evictedPaths: evicted.filter(({ kind }) => kind !== 'added').length,
    addedPaths: evicted.filter(({ kind }) => kind === 'added').length,
    seconds: plan.stats.seconds,
    isTold: plan.notes.some(({ code }) => code === 'slow'),
  }
}

function findingsOf(pairs: readonly Replayed[]): Findings {
  const own = pairs.filter(({ routes }) => routes === 'own')
  const all = pairs.filter(({ routes }) => routes === 'all')
  return {
    rows: [...rowsOf(own, 'own'), ...rowsOf(all, 'all')],
    notes: [
      `${own.length} pairs of neighbouring builds. URLs "own": one for each path, aliases left out; "all": every way a browser may ask for it. All ways know the same URLs.`,
      'Stale: URLs with old bytes afterwards. A prefix counts as reaching whole segments where it must reach, and whatever begins with the same letters where it must not. Seconds at the documented rate from full buckets.',
      ...goalLines(own, 'own'),
      ...goalLines(all, 'all'),
      ...worstLines(all),
    ],
    data: {
      rules: rulesOf(),
      totals: { own: totalsOf(own), all: totalsOf(all) },
      pairs: pairs.map(({ ways, ...pair }) => ({ ...pair, ways: Object.fromEntries(ways) })),
    },
  }
}

function rulesOf(): Record<string, string> {
  const site = siteWith('all')
  return Object.fromEntries(
    [...waysByUrl(site), ...waysByPrefix(site)].map(({ name, rule }) => [name, rule]),
  )
}

function totalsOf(pairs: readonly Replayed[]): Record<string, Judged> {
  return Object.fromEntries(namesOf(pairs).map((name) => [name, addUp(judgedBy(name, pairs))]))
}

function namesOf(pairs: readonly Replayed[]): string[] {
  return [...(pairs[0]?.ways.keys() ?? [])]
}

function judgedBy(name: string, pairs: readonly Replayed[]): Judged[] {
  return pairs.flatMap(({ ways }) => ways.get(name) ?? [])
}

function rowsOf(pairs: readonly Replayed[], urls: Routes): Row[] {
  return namesOf(pairs).map((name) => {
    const each = judgedBy(name, pairs)
    const sum = addUp(each)
    const over = (key: keyof Judged['seconds']): number =>
      each.filter(({ seconds }) => seconds[key] > DEADLINE_SECONDS).length
    return {
      URLs: urls,
      way: name,
      stale: sum.stale,
      'only marked': sum.onlyMarked,
      'new not purged': sum.unhealed,
      'unchanged purged': sum.purgedUnchanged,
      'MB purged': Math.round(sum.purgedUnchangedBytes / 1e6),
      'MB marked': Math.round(sum.markedUnchangedBytes / 1e6),
      'chunks lost': sum.chunksLost,
      targets: sum.targets,
      'targets (median)': median(each.map(({ targets }) => targets)),
      requests: sum.requests,
      's Free': Math.round(sum.seconds.free),
      's Pro': Math.round(sum.seconds.pro),
      's Ent.': Math.round(sum.seconds.enterprise),
      'over 60 s on Free': over('free'),
    }
  })
}

function goalLines(pairs: readonly Replayed[], urls: Routes): string[] {
  const ours = judgedBy('ours', pairs)
  const sum = addUp(ours)
  const sent = pairs.map((pair) => pair.ours)
  const count = (value: (each: OursSent) => number): number =>
    sent.reduce((total, each) => total + value(each), 0)
  const late = sent.filter(({ seconds }) => seconds > DEADLINE_SECONDS)
  const met = (isMet: boolean): string => (isMet ? 'met' : 'MISSED')
  return [
    `Goal, URLs "${urls}": ours leaves nothing stale: ${met(sum.stale === 0 && sum.onlyMarked === 0)}; evicts nothing unchanged by URL: ${met(sum.purgedUnchanged === 0)}; loses no chunk: ${met(sum.chunksLost === 0)}.`,
    `Ours, URLs "${urls}": ${count(({ evictedPaths }) => evictedPaths)} changed and removed paths, ${count(({ addedPaths }) => addedPaths)} added ones; on Free the longest takes ${Math.max(...sent.map(({ seconds }) => seconds)).toFixed(1)} s, ${late.length} over 60 s, of them told: ${late.filter(({ isTold }) => isTold).length}.`,
  ]
}

/** Where each way is furthest from right. */
function worstLines(pairs: readonly Replayed[]): string[] {
  return namesOf(pairs).flatMap((name) => {
    const worst = (value: (judged: Judged) => number): Replayed | undefined =>
      pairs.reduce<Replayed | undefined>((found, pair) => {
        const of = (one: Replayed | undefined): number => {
          const judged = one?.ways.get(name)
          return judged ? value(judged) : -1
        }
        return of(pair) > of(found) ? pair : found
      }, undefined)
    const line = (what: string, value: (judged: Judged) => number): string[] => {
      const pair = worst(value)
      const judged = pair?.ways.get(name)
      const most = judged ? value(judged) : 0
      return pair && most > 0
        ? [
            `  ${name}: most ${what} at ${pair.corpus} ${pair.from} → ${pair.to}: ${Math.round(most).toLocaleString('en-US')}.`,
          ]
        : []
    }
    return [
      ...line('stale', ({ stale }) => stale),
      ...line('unchanged bytes purged', ({ purgedUnchangedBytes }) => purgedUnchangedBytes),
    ]
  })
}

/** Shares over all deploys together, with every URL. */
function faultsOf(pairs: readonly Replayed[]): Faults[] {
  const all = pairs.filter(({ routes }) => routes === 'all')
  const most = (of: keyof Replayed['most']): number =>
    all.reduce((sum, pair) => sum + pair.most[of], 0)
  return waysByUrl(siteWith('all')).map(({ name }) => {
    const sum = addUp(judgedBy(name, all))
    return {
      name,
      stale: sum.stale / most('stale'),
      unhealed: sum.unhealed / most('unhealed'),
      evicted: sum.purgedUnchangedBytes / most('unchangedBytes'),
      chunks: sum.chunksLost / most('chunks'),
    }
  })
}
