import { countOf, type PlanRequest, type PurgeOutcome } from '@cdn-purge/core'
import { andMore } from './and-more.ts'
import type { ReportOptions } from './report-plan.ts'
import type { ExtraReason } from '../purge/extra-reason.ts'
import type { Verdict } from '../verify/verdict.ts'

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

const EXTRA: Readonly<Record<ExtraReason, string>> = {
  'ask-marker':
    'to ask for the marker, as the edge answers it out of its cache whatever the query string',
  'heal-exactly': 'for what stayed stale, exactly',
  'heal-variants': 'for what stayed stale, with all its variants',
}

/** Words the requests that no plan names, counted by what they were for. */
export function extraLines(
  extras: readonly { readonly why: ExtraReason; readonly outcome: PurgeOutcome }[],
): string[] {
  const reasons = [...new Set(extras.map(({ why }) => why))]
  return reasons.map((reason) => {
    const outcomes = extras.filter(({ why }) => why === reason).map(({ outcome }) => outcome)
    const accepted = outcomes.filter(({ kind }) => kind === 'accepted').length
    const refused = outcomes.length - accepted
    const targets = new Set(outcomes.flatMap(({ request }) => request.targets)).size
    const but = refused === 0 ? '' : `, ${refused} of them not accepted`
    return `Beside the plan: ${countOf(outcomes.length, 'request')} for ${countOf(targets, 'target')} ${EXTRA[reason]}${but}.`
  })
}

/** Words what the URLs answered after the purge: counts, and each URL that was not as built. */
export function verdictLines(verdicts: readonly Verdict[], { all }: ReportOptions): string[] {
  if (verdicts.length === 0) return []
  const of = (kind: Verdict['kind']) => verdicts.filter((verdict) => verdict.kind === kind)
  const counts = KINDS.filter(([kind]) => kind !== 'not-cached' || of(kind).length > 0)
    .map(([kind, name]) => `${of(kind).length} ${name}`)
    .join(', ')
  const odd = [...of('stale'), ...of('unknown')]
  const shown = all ? odd : odd.slice(0, ROWS)
  return [
    `Checked ${countOf(verdicts.length, 'URL')} through the edge: ${counts}.`,
    ...shown.map(verdictLine),
    ...andMore(odd.length - shown.length),
  ]
}

const KINDS: readonly (readonly [Verdict['kind'], string])[] = [
  ['fresh', 'fresh'],
  ['not-cached', 'right and never cached'],
  ['stale', 'stale'],
  ['unknown', 'unknown'],
]

function verdictLine({ kind, url, cacheStatus, colo, why }: Verdict): string {
  const facts = [cacheStatus, colo].filter((fact) => fact !== undefined).join(', ')
  const status = facts === '' ? '' : ` (${facts})`
  return `  ${kind === 'stale' ? '-' : '?'} ${url}${status}: ${why}`
}
