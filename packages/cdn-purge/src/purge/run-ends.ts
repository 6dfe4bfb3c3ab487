import type { Note, PurgeError, PurgeOutcome } from '@cdn-purge/core'
import { describeLive, type ProbeAnswer } from '../site/probe-answer.ts'
import type { Result } from '../report/result.ts'
import { staleCauses } from '../verify/stale-causes.ts'
import type { Verdict } from '../verify/verdict.ts'

/** The end of a run whose build is not live, or not alone. */
export function notLive(answer: Exclude<ProbeAnswer, { kind: 'this' }>): Result {
  return notFresh(
    { code: 'not-live', text: `${capitalize(describeLive(answer))}.` },
    'Its record stays open. Run `cdn-purge run` again once the deploy is done.',
  )
}

/** The end of a run before an origin that fails. */
export function originFails(what: string): Result {
  return notFresh(
    { code: 'origin-failing', text: `The origin fails: ${what}.` },
    'Nothing was purged, as errors would take the place of pages. Its record stays open: run `cdn-purge run` again once the origin is well.',
  )
}

/** The end of a run during which another deploy came and went, whose content the plan does not know. */
export function passedBy(when: string, done: string): Result {
  return notFresh(
    { code: 'ledger-moved', text: `Another deploy was recorded ${when}.` },
    `${done} Its record stays open: plan and run again, which covers both.`,
  )
}

/** The end of a run that found a doubt which it may not widen for. */
export function notWidened(doubt: Note, wasPurged: boolean): Result {
  const sent = wasPurged ? 'What was planned is purged, nothing beyond it.' : 'Nothing was purged.'
  return notFresh(
    doubt,
    `${sent} Its record stays open: \`cdn-purge run\` with \`onUnknownBaseline: "site"\` purges the whole site once.`,
  )
}

export function notPurged(error: PurgeError, outcomes: readonly PurgeOutcome[]): Result {
  const accepted = outcomes.filter(({ kind }) => kind === 'accepted').length
  const hint = error.hint === undefined ? '' : ` ${error.hint}`
  const text = `${accepted} of ${outcomes.length} requests were accepted. ${error.message}${hint}`
  return notFresh(
    { code: error.code, text },
    'Its record stays open, so nothing is forgotten: run `cdn-purge run` again.',
  )
}

/** The end of a run after which URLs are stale in spite of all that was tried. */
export function stillStale(stale: readonly Verdict[]): Result {
  const [first] = stale
  const more = stale.length > 1 ? ` and ${stale.length - 1} more` : ''
  const verb = stale.length > 1 ? 'answer' : 'answers'
  const colo = first?.colo === undefined ? '' : ` from the data centre ${first.colo}`
  const text = `${first?.url ?? ''}${more} still ${verb} with old bytes after the purge. The first gave ${first?.why ?? ''}${colo}.`
  return {
    kind: 'not-fresh',
    reasons: [
      { code: 'stale', text },
      { code: 'likely-causes', text: `Likely: ${staleCauses(stale).join('; or ')}.` },
    ],
    todo: 'Its record stays open: run `cdn-purge run` again.',
  }
}

function notFresh(reason: Note, todo: string): Result {
  return { kind: 'not-fresh', reasons: [reason], todo }
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
