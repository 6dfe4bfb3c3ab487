import { isAddress, type Addresses } from './addresses.ts'
import { MARKER, isFingerprinted, pathOf, textOf, type Files } from './host.ts'
import { addPiece, answersOf, piecesOf, type Pieces } from './pieces.ts'
import type { Place } from './place.ts'

/** A deploy as whoever sees everything knows it, whatever the ledger's keys say by now. */
export interface TrueDeploy {
  readonly id: string
  readonly startedAt: number
  /** Ids of builds. */
  readonly builds: Set<string>
  /** What each of them has. */
  readonly files: Files[]
  /** True where nobody recorded it before it could go live. */
  readonly isLate: boolean
  readonly addresses: Addresses
  ended: 'no' | 'settled' | 'closed'
}

/** What one environment really went through. It judges what the edge holds, in plain words, without the code under test. */
export interface Truth {
  readonly place: Place
  readonly deploys: ReadonlyMap<string, TrueDeploy>
  /** Counts what happened at the origin. */
  readonly pushes: () => number
  /** The edge may hold anything: nothing was settled yet, or the ledger was damaged since. */
  isInDoubt: boolean
  /** Something was settled after a purge that an edge accepted and did not do, and no purge of the whole site came after it. */
  wasDeceived: boolean
  /** How often the ledger was damaged. */
  damages: number
  /** Records whose manifest nobody can read any more. */
  readonly lost: Set<string>
  /** A purge failed, and no run said fresh since. */
  hadFailedPurge: boolean
  begin(deploy: TrueDeploy): void
  addBuild(id: string, build: string, files: Files): void
  close(id: string): void
  /** `next` is what the deploy has; names that it has not may vouch for their copies. */
  settle(
    id: string,
    ends: { readonly covers: readonly string[]; readonly pays: readonly string[] },
    next: Files,
  ): void
  owe(name: string, urls: readonly string[]): void
  isOwed(url: string): boolean
  /** Deploys that no settle covered. */
  held(): TrueDeploy[]
  open(): TrueDeploy[]
  /** A file arrives at the server, or goes; `isRecorded` when a deploy that is open has it. */
  push(path: string, text: string | undefined, isRecorded: boolean): void
  /** True where something may be cached that was live and that nobody recorded. */
  hasStrays(): boolean
  /** The whole site was purged since so many pushes: what was live only before them is gone. */
  forgetStrays(since: number): void
  /** What is served that no readable build has, after damage, was live as if nobody had recorded it. */
  strayUnread(readable: readonly Files[]): void
  /** Copies that no record of the baseline explains: `https://… holds "200 …"`. */
  unexplained(): string[]
  /**
   * Copies that must not be there when a run with these addresses says that all is fresh. Where the edge did not purge, only those
   * of paths that builds have which it knew, and no names with a hash that are gone.
   */
  outdated(addresses: Addresses, next: Files, looked?: readonly Files[]): string[]
}

interface Stray {
  readonly path: string
  readonly text: string | undefined
  /** So many pushes had been made when it went. */
  until: number
}

export function createTruth(place: Place): Truth {
  const deploys = new Map<string, TrueDeploy>()
  const covered = new Set<string>()
  /** By the name of the debt. */
  const owed = new Map<string, readonly string[]>()
  /** What was live and nobody's record has, by path and text. */
  const strays = new Map<string, Stray>()
  /** What names with a hash may hold that were left alone, by path. */
  const vouched = new Map<string, Set<string>>()
  /** Deploys that were settled from a folder without a marker; it may be live all the same. */
  const unmarked = new Set<string>()
  const { isSinglePage } = place.quirks
  let pushes = 0

  const held = (): TrueDeploy[] => [...deploys.values()].filter(({ id }) => !covered.has(id))
  const open = (): TrueDeploy[] => held().filter(({ ended }) => ended === 'no')

  /** A removed name with a hash keeps its copy where all builds had the same bytes under it, until it comes back with others. */
  function vouchFor(next: Files): void {
    const { texts } = piecesOf(held().flatMap(({ files }) => files))
    for (const [path, had] of texts) {
      if (!isFingerprinted(path)) continue
      if (next.has(path) || had.size > 1) vouched.delete(path)
      else vouched.set(path, new Set([...had, ...(vouched.get(path) ?? [])]))
    }
  }

  function isVouched(url: string, text: string): boolean {
    const had = vouched.get(pathOf(url) ?? '')
    return had !== undefined && text.startsWith('200 ') && had.has(text.slice('200 '.length))
  }

  const isOwed = (url: string): boolean => [...owed.values()].some((urls) => urls.includes(url))

  function isMarkerOfUnmarked(text: string): boolean {
    return held().some(
      ({ id, builds }) => unmarked.has(id) && [...builds].some((build) => text.includes(build)),
    )
  }

  function withStrays(builds: readonly Files[]): Pieces {
    const pieces = piecesOf(builds)
    for (const { path, text } of strays.values()) addPiece(pieces, path, text)
    return pieces
  }

  return {
    place,
    deploys,
    pushes: () => pushes,
    isInDoubt: true,
    wasDeceived: false,
    damages: 0,
    lost: new Set(),
    hadFailedPurge: false,
    begin: (deploy) => void deploys.set(deploy.id, deploy),
    addBuild(id, build, files) {
      const deploy = deploys.get(id)
      deploy?.builds.add(build)
      deploy?.files.push(files)
    },
    close(id) {
      const deploy = deploys.get(id)
      if (deploy?.ended === 'no') deploy.ended = 'closed'
    },
    settle(id, { covers, pays }, next) {
      vouchFor(next)
      if (!next.has(MARKER)) unmarked.add(id)
      const deploy = deploys.get(id)
      if (deploy) deploy.ended = 'settled'
      for (const each of covers) covered.add(each)
      for (const name of pays) owed.delete(name)
    },
    owe: (name, urls) => void owed.set(name, urls),
    isOwed,
    held,
    open,
    push(path, text, isRecorded) {
      const before = place.files.get(path)
      if (before === text) return
      pushes++
      const old = strays.get(`${path} ${before}`)
      if (old) old.until = pushes
      if (text === undefined) place.files.delete(path)
      else place.files.set(path, text)
      if (!isRecorded || strays.has(`${path} ${text}`)) {
        strays.set(`${path} ${text}`, { path, text, until: Infinity })
      }
    },
    hasStrays: () => strays.size > 0,
    forgetStrays(since) {
      for (const [key, { until }] of strays) if (until <= since) strays.delete(key)
    },
    strayUnread(readable) {
      for (const [path, text] of place.files) {
        if (readable.some((files) => files.get(path) === text)) continue
        strays.set(`${path} ${text}`, { path, text, until: Infinity })
      }
    },
    unexplained() {
      if (this.isInDoubt || this.wasDeceived) return []
      const records = held()
      const pieces = withStrays(records.flatMap(({ files }) => files))
      return [...place.copies()].flatMap(([url, { answer }]) => {
        const text = textOf(answer)
        if (isVouched(url, text) || isOwed(url)) return []
        if (pathOf(url) === MARKER && isMarkerOfUnmarked(answer.body)) return []
        if (answersOf(pieces, url, isSinglePage).has(text)) return []
        const isOfAll = records.every(({ addresses }) => isAddress(url, addresses))
        return isOfAll ? [`${url} holds "${text}"`] : []
      })
    },
    outdated(addresses, next, looked) {
      const pieces = withStrays([...open().flatMap(({ files }) => files), next])
      return [...place.copies()].flatMap(([url, { answer }]) => {
        const text = textOf(answer)
        if (!isAddress(url, addresses)) return []
        // Of an app any address may hold the page; what nobody looks at tells no tale of an edge that does not purge.
        if (looked && !isLookedAt(pathOf(url) ?? '', next, looked)) return []
        if (text === textOf(place.origin(url))) return []
        if (answersOf(pieces, url, isSinglePage).has(text)) return []
        const isGone = !next.has(pathOf(url) ?? '')
        return isGone && isVouched(url, text) ? [] : [`${url} holds "${text}"`]
      })
    },
  }
}

/** A name with a hash that the build has no more is left alone, and not looked at. */
function isLookedAt(path: string, next: Files, looked: readonly Files[]): boolean {
  return next.has(path) || (!isFingerprinted(path) && looked.some((files) => files.has(path)))
}
