import { isEvicted, type Plan } from '@cdn-purge/core'
import { neighbours, type Corpus } from '../corpora.ts'
import { waysByPrefix, waysByUrl } from '../rivals/index.ts'
import type { Ours } from '../rivals/ours.ts'
import type { Deploy, Way } from '../rivals/rival.ts'
import { copiesOf, type Copy } from './copies.ts'
import { deployOf, siteWith, type Routes } from './deploy.ts'
import { judge, type Judged } from './judge.ts'

/** What every way did at one deploy. */
export interface Replayed {
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
export interface OursSent {
  readonly evictedPaths: number
  readonly addedPaths: number
  readonly seconds: number
  /** True where a plan that takes longer than the deadline says so. */
  readonly isTold: boolean
}

/** Lets every way decide about every deploy of a corpus, with one URL for each path and with all of them. */
export function* replay(corpus: Corpus): Generator<Replayed> {
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
