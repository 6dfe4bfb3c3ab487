import type { Manifest, Plan } from '@cdn-purge/core'
import { chooseChecks } from './checks.ts'
import { lateNotes, unarrived } from './unarrived.ts'
import { isRight, type Verdict } from './verdict.ts'

const ALL_PURGED = { documents: Infinity, others: Infinity, kept: 0 }

/**
 * Gives the purged URLs that may have been filled anew with what must not stay: those that are late, those that gave no answer, and,
 * where the build had evidently not arrived in whole, all that were not seen right, looked at or not.
 */
export function unverified(
  plan: Plan,
  manifest: Manifest,
  verdicts: readonly Verdict[],
): ReadonlySet<string> {
  const late = unarrived(verdicts, manifest)
  const unanswered = verdicts.filter(({ origin, kept }) => origin === 'unanswered' && !kept)
  const urls = new Set([...late, ...unanswered].map(({ url }) => url))
  const isPartial = lateNotes(late, manifest).some(({ code }) => code === 'not-arrived')
  if (!isPartial) return urls
  const isSeen = new Set(verdicts.filter(isRight).map(({ url }) => url))
  const rest = chooseChecks(plan, manifest, { counts: ALL_PURGED }).map(({ url }) => url)
  return new Set([...urls, ...rest.filter((url) => !isSeen.has(url))])
}
