import { countOf, type Manifest, type Note, type Owed } from '@cdn-purge/core'
import { isSeldomDeployed } from '../site/telling-paths.ts'
import type { Verdict } from './verdict.ts'

/**
 * Gives the verdicts on URLs that answer as the origin does, and would not if all of the build had arrived there: a file that is
 * missing under each of its addresses, a removed one that is still served. Once the origin follows, the edge is stale.
 */
export function unarrived(verdicts: readonly Verdict[], { assets }: Manifest): Verdict[] {
  const there = new Set(verdicts.filter(isThere).map(({ path }) => path))
  return verdicts.filter(
    // A host may know a page under one of its addresses only.
    ({ origin, path }) => origin === 'unbuilt' && !(assets.has(path) && there.has(path)),
  )
}

function isThere({ origin }: Verdict): boolean {
  return origin !== 'unbuilt' && origin !== 'unanswered'
}

/** When a run looked, and how old a deploy is whose upload has ended for certain, both in ms. */
export interface Patience {
  readonly readAt: number
  readonly abandonAfterMs: number
}

/**
 * Gives the names of debts that the purge did not pay, as one of their URLs is late: the origin still answers with what must go, and would fill the edge with it
 * again. Who uploads without ever deleting is not waited for: what is still served after `abandonAfterMs` stays there.
 */
export function unpaid(
  debts: readonly Owed[],
  late: ReadonlySet<string>,
  { readAt, abandonAfterMs }: Patience,
): ReadonlySet<string> {
  const stays = debts.filter(
    (debt) => readAt - debt.since < abandonAfterMs && debt.urls.some((url) => late.has(url)),
  )
  return new Set(stays.map(({ name }) => name))
}

/** Words why these URLs are to be purged again. */
export function owedNote(urls: readonly string[]): Note {
  const text = `The origin may not have had all of the build when it was purged, first ${urls[0] ?? ''}.`
  return { code: 'not-arrived', text }
}

/** Gives why the build is not proven to be live in whole: files that the origin has not, and others that it has no more to have. */
export function lateNotes(late: readonly Verdict[], { assets }: Manifest): Note[] {
  const paths = [...new Set(late.filter(({ kept }) => !kept).map(({ path }) => path))]
  const missing = paths.filter((path) => assets.has(path) && !isSeldomDeployed(path))
  const leftOver = paths.filter((path) => !assets.has(path))
  const notes: Note[] = []
  if (missing.length > 0) {
    const what = `${countOf(missing.length, 'file')} of the build, first "${missing[0]}"`
    const text = `The origin does not serve ${what}, under any address; list what is not deployed under \`ignore\`.`
    notes.push({ code: 'not-arrived', text })
  }
  if (leftOver.length > 0) {
    const what = `${countOf(leftOver.length, 'file')} that the build has no more, first "${leftOver[0]}"`
    const text = `The origin still serves ${what}, and so does the edge until the next run after they are gone.`
    notes.push({ code: 'not-gone', text })
  }
  return notes
}
