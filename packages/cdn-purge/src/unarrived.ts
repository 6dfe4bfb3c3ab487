import { isDocument, type Manifest, type Note } from '@cdn-purge/core'
import type { Verdict } from './verdict.ts'

/**
 * Gives the verdicts on URLs that answer as the origin does, and would not if all of the build had arrived there: a file that is
 * missing under each of its addresses, a removed one that is still served. Once the origin follows, the edge is stale.
 */
export function unarrived(verdicts: readonly Verdict[], { assets }: Manifest): Verdict[] {
  const there = new Set(
    verdicts.filter(({ origin }) => origin !== 'unbuilt').map(({ path }) => path),
  )
  return verdicts.filter(
    // A host may know a page under one of its addresses only.
    ({ origin, path }) => origin === 'unbuilt' && !(assets.has(path) && there.has(path)),
  )
}

/** Words why these URLs are to be purged again. */
export function owedNote(late: readonly Verdict[]): Note {
  const text = `The origin may not have had all of the build when it was purged, first ${late[0]?.url ?? ''}.`
  return { code: 'not-arrived', text }
}

/** Gives why the build is not proven to be live in whole: pages of it that the origin has not. */
export function missingPages(late: readonly Verdict[], { assets }: Manifest): Note[] {
  const missing = late.filter(({ path, kept }) => !kept && assets.has(path) && isDocument(path))
  const paths = [...new Set(missing.map(({ path }) => path))]
  if (paths.length === 0) return []
  const text = `The origin has not ${paths.length} of the pages, first "${paths[0]}", under any of their addresses; list what is not deployed under \`ignore\`.`
  return [{ code: 'not-arrived', text }]
}
