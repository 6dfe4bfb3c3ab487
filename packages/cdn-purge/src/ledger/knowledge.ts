import {
  debts,
  doubtful,
  doubtsName,
  type DeployRecord,
  type Ledger,
  type Manifest,
  type Note,
  type Owed,
  type Site,
} from '@cdn-purge/core'
import { readBaseline } from './read-baseline.ts'
import { isSameSite } from '../build/site-of.ts'

/** What the ledger says the edge may hold, and how far that can be trusted. */
export interface Knowledge {
  /** When the ledger was read, in ms since the epoch. */
  readonly readAt: number
  /** Every record of the baseline but the deploy's own. */
  readonly baseline: readonly DeployRecord[]
  /** The open deploy of this very build, if somebody began one. */
  readonly own: DeployRecord | undefined
  /** Manifests of the own deploy. */
  readonly ownManifests: readonly Manifest[]
  /** All open deploys of this very build, oldest first. */
  readonly open: readonly DeployRecord[]
  /** Every build that the edge may hold content of, but the one that is deployed. */
  readonly older: readonly Manifest[]
  /** All that scans of recorded builds found, this one included. */
  readonly recorded: readonly Manifest[]
  /** Ids of the builds that the edge may hold content of; one that was settled over long ago is none of them. */
  readonly known: ReadonlySet<string>
  /** The build that was settled last, for comparisons that people make. */
  readonly newestSettled: Manifest | undefined
  /** Not empty: the edge may hold content that no record explains. */
  readonly doubts: readonly Note[]
  /** Ids of deploys of which only damage is left; a purge of the whole site covers them. */
  readonly damaged: readonly string[]
  /** Names under which a settle answers the doubts of recorded deploys. */
  readonly answers: readonly string[]
  /** What earlier runs still owe. */
  readonly debts: readonly Owed[]
  /** Doubts that an earlier run left; they do not widen again. */
  readonly carried: readonly Note[]
}

/** What is deployed, in ids of builds. */
export interface DeployedBuild {
  /** The output as it lies there now. */
  readonly build: string
  /** What its marker names: the build that was begun, before a later step changed the output. */
  readonly markedBuild?: string | undefined
  /** The deploy that goes on, where that is known; else the newest one of this build that is open. */
  readonly deploy?: string | undefined
  /** With where its marker lies: a build's id is the same without one. */
  readonly manifest?: Manifest | undefined
  readonly markerPath?: string | false | undefined
}

/** Reads the ledger as it matters to a deploy of this build to this site. */
export async function readKnowledge(
  ledger: Ledger,
  {
    build: deployed,
    markedBuild,
    deploy: goingOn,
    manifest: output,
    markerPath = false,
  }: DeployedBuild,
  { site, now = Date.now }: { readonly site: Site; readonly now?: () => number },
): Promise<Knowledge> {
  const readAt = now()
  const { records, damage, all, byKey, lost } = await readBaseline(ledger)
  const doubts = shortened(damage.map(({ note }) => note))
  const open = all.filter(
    (record) =>
      record.state.kind === 'open' &&
      // What was begun for other addresses is not settled by a purge of these.
      isSameSite(record.site, site) &&
      record.builds.some(({ build }) => build === deployed || build === markedBuild),
  )
  const own =
    open.find(({ id }) => id === goingOn) ?? open.findLast(({ taken }) => !taken) ?? open.at(-1)
  const settled = all.filter(({ state }) => state.kind === 'settled')
  if (settled.length === 0) {
    const text = 'No deploy to this environment was ever settled, so the edge may hold anything.'
    doubts.push({ code: 'no-baseline', text })
  }
  const elsewhere = all.filter((record) => !isSameSite(record.site, site))
  if (elsewhere.length > 0) {
    const ids = elsewhere.map(({ id }) => id).join(', ')
    const text = `The site's addresses, \`base\` or routes differ from those of deploy ${ids}.`
    doubts.push({ code: 'other-site', text })
  }
  doubts.push(...shortened(lost))
  const newest = settled.at(-1)
  const inDoubt = doubtful(records)
  const readable = new Set(records.map(({ id }) => id))
  const hasMarker = markerPath !== false && output?.assets.has(markerPath) === true
  const lacksMarker = (key: string) => hasMarker && byKey.get(key)?.assets.has(markerPath) === false
  const olderBuilds = all
    .flatMap(({ builds }) => builds)
    .filter(({ build, manifest: key }) => build !== deployed || lacksMarker(key))
  const olderKeys = new Set(olderBuilds.map(({ manifest }) => manifest))
  return {
    readAt,
    baseline: all.filter((record) => record !== own),
    own,
    ownManifests: (own?.builds ?? []).flatMap(({ manifest }) => byKey.get(manifest) ?? []),
    open,
    older: [...olderKeys].flatMap((key) => byKey.get(key) ?? []),
    recorded: [...byKey.values()],
    known: new Set(all.flatMap(({ builds }) => builds.map(({ build }) => build))),
    newestSettled: newest && byKey.get(newest.builds.at(-1)?.manifest ?? ''),
    doubts: [...doubts, ...inDoubt.flatMap((record) => record.doubts)],
    answers: inDoubt.map(doubtsName),
    damaged: [...new Set(damage.map(({ deploy }) => deploy))].filter((id) => !readable.has(id)),
    debts: debts(records),
    carried: settled.flatMap(({ state }) => (state.kind === 'settled' ? state.doubts : [])),
  }
}

/** So many damaged records are named; whoever has more of them has one trouble. */
const MAX_NAMED = 10

function shortened(notes: readonly Note[]): Note[] {
  const left = notes.length - MAX_NAMED
  if (left <= 0) return [...notes]
  const text = `${left} more records of the ledger are not usable.`
  return [...notes.slice(0, MAX_NAMED), { code: 'damaged-record', text }]
}
