import type { Findings, Row } from '../bench.ts'
import { median } from '../figures.ts'
import { waysByPrefix, waysByUrl } from '../rivals/index.ts'
import { siteWith, type Routes } from './deploy.ts'
import { addUp, type Judged } from './judge.ts'
import type { Faults } from './picture.ts'
import type { OursSent, Replayed } from './replay.ts'

/** Seconds in which a purge is to end, where nothing else is said. */
const DEADLINE_SECONDS = 60

/** Changed and removed paths of all pairs, without removed names that carry a hash, as whoever collected the builds counted them. */
const MOST_PATHS = 262_700

/** Gives the table, the goals and the worst deploys of each way. */
export function findingsOf(pairs: readonly Replayed[]): Findings {
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
  const evicted = count(({ evictedPaths }) => evictedPaths)
  const added = count(({ addedPaths }) => addedPaths)
  const longest = Math.max(...sent.map(({ seconds }) => seconds))
  return [
    `Goal, URLs "${urls}": ours leaves nothing stale: ${met(sum.stale === 0 && sum.onlyMarked === 0)}; evicts nothing unchanged by URL: ${met(sum.purgedUnchanged === 0)}; loses no chunk: ${met(sum.chunksLost === 0)}.`,
    `Goal, URLs "${urls}": at most ${MOST_PATHS.toLocaleString('en-US')} changed and removed paths: ${evicted.toLocaleString('en-US')}, ${met(evicted <= MOST_PATHS)}; beside them ${added.toLocaleString('en-US')} added ones.`,
    `Goal, URLs "${urls}": on Free each ends in ${DEADLINE_SECONDS} s or says how long it takes: ${met(late.every(({ isTold }) => isTold))}; the longest takes ${longest.toFixed(1)} s, ${late.length} take longer.`,
    ...prefixGoals(pairs, urls),
  ]
}

/** Where exact URLs are refused: against the narrowest prefixes there are, and with validators that are trusted. */
function prefixGoals(pairs: readonly Replayed[], urls: Routes): string[] {
  const of = (name: string): Judged => addUp(judgedBy(name, pairs))
  const [ours, trusting] = [of('ours, by prefix'), of('ours, by prefix, trustValidators')]
  const inWords = (name: string, sum: Judged): string =>
    `${name} ${(sum.purgedUnchangedBytes / 1e6).toFixed(1)} MB with ${sum.targets.toLocaleString('en-US')} targets, ${sum.unhealed.toLocaleString('en-US')} new URLs not purged`
  const rivals = ['each path as a prefix', 'wholly dirty directories']
  return [
    `By prefix, URLs "${urls}", unchanged bytes purged: ${inWords('ours', ours)}; ${rivals.map((name) => inWords(name, of(name))).join('; ')}. Ours also reaches what is new, which alone may touch more than the others do.`,
    `Goal, by prefix with \`trustValidators\`, URLs "${urls}": no unchanged byte is purged: ${met(trusting.purgedUnchangedBytes === 0)}; ${(trusting.markedUnchangedBytes / 1e6).toFixed(1)} MB are marked stale.`,
  ]
}

function met(isMet: boolean): string {
  return isMet ? 'met' : 'MISSED'
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

/** Gives the shares over all deploys together, with every URL. */
export function faultsOf(pairs: readonly Replayed[]): Faults[] {
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
