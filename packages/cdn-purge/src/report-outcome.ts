import type { PlanRequest, PurgeOutcome } from '@cdn-purge/core'
import { countOf } from './count-of.ts'
import { andMore, type ReportOptions } from './report-plan.ts'
import type { Verdict } from './verify.ts'

const ROWS = 10

/**
 * Words what became of the requests: accepted ones as a count, each failed one with what the CDN answered, except the
 * first, whose answer the last line of every run repeats.
 */
export function outcomeLines(outcomes: readonly PurgeOutcome[]): string[] {
  if (outcomes.length === 0) return []
  const accepted = outcomes.filter(({ kind }) => kind === 'accepted')
  const notSent = outcomes.filter(({ kind }) => kind === 'not-sent')
  const targets = accepted.reduce((sum, { request }) => sum + request.targets.length, 0)
  const of = accepted.length === outcomes.length ? '' : ` of ${outcomes.length}`
  return [
    `Accepted: ${accepted.length}${of} ${outcomes.length === 1 ? 'request' : 'requests'}, ${countOf(targets, 'target')}.`,
    ...outcomes.filter(({ kind }) => kind === 'failed').flatMap(failureLines),
    ...(notSent.length === 0 ? [] : [`Not sent: ${countOf(notSent.length, 'request')}.`]),
  ]
}

function failureLines(outcome: PurgeOutcome, index: number): string[] {
  if (outcome.kind !== 'failed') return []
  const { request, error } = outcome
  if (index === 0) return [`Failed:`, `  - ${requestText(request)}`]
  const hint = error.hint === undefined ? [] : [`    ${error.hint}`]
  return [`  - ${requestText(request)}: ${error.message}`, ...hint]
}

function requestText({ action, by, targets }: PlanRequest): string {
  if (by === 'everything') return `${action} everything`
  const [first] = targets
  const name = typeof first === 'object' ? first.url : first
  return `${action} ${by} "${name}"${targets.length > 1 ? ` and ${targets.length - 1} more` : ''}`
}

/** Words what the URLs answered after the purge: counts, and each URL that was not as built. */
export function verdictLines(verdicts: readonly Verdict[], { all }: ReportOptions): string[] {
  if (verdicts.length === 0) return []
  const of = (kind: Verdict['kind']) => verdicts.filter((verdict) => verdict.kind === kind)
  const counts = (['fresh', 'stale', 'unknown'] as const)
    .map((kind) => `${of(kind).length} ${kind}`)
    .join(', ')
  const odd = [...of('stale'), ...of('unknown')]
  const shown = all ? odd : odd.slice(0, ROWS)
  return [
    `Checked ${countOf(verdicts.length, 'URL')} through the edge: ${counts}.`,
    ...shown.map(verdictLine),
    ...andMore(odd.length - shown.length),
  ]
}

function verdictLine({ kind, url, cacheStatus, why }: Verdict): string {
  const status = cacheStatus === undefined ? '' : ` (${cacheStatus})`
  return `  ${kind === 'stale' ? '-' : '?'} ${url}${status}: ${why}`
}
