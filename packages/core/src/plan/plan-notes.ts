import type { Change } from '../changes/diff.ts'
import { countOf, formatSeconds } from '../count-of.ts'
import type { Note } from '../note.ts'
import type { PlanRequest, PlanStats } from './plan-format.ts'
import type { PurgeChoice } from '../planner/choose-purge.ts'
import type { Limits } from '../purger.ts'
import { RULE_FILES } from '../rules/rules.ts'
import { describeSharedCause, sharedCauses } from '../changes/shared-causes.ts'
import { isEvicted } from '../changes/treatment.ts'

/** Says what is odd about the changes themselves. */
export function describeChanges(
  changes: readonly Change[],
  about: {
    readonly notServed: readonly string[]
    readonly kept: number
    /** Files of rules whose differences are among the changes. */
    readonly rulesRead: readonly string[]
  },
): Note[] {
  const { notServed, kept, rulesRead } = about
  const notes: Note[] = []
  const reused = changes.filter(({ kind, fingerprinted }) => kind === 'changed' && fingerprinted)
  if (reused.length > 0) {
    const text = `${countOf(reused.length, 'fingerprinted name')} came back with other bytes, first "${reused[0]?.path}". They are purged, but a browser that was told \`immutable\` keeps the old bytes. Where the hash in such names is not one of the content, say with \`fingerprinted\` which names have one.`
    notes.push({ code: 'fingerprint-reused', text })
  }
  for (const cause of sharedCauses(changes)) {
    notes.push({ code: 'shared-cause', text: describeSharedCause(cause) })
  }
  if (kept > 0) {
    const verb = kept === 1 ? 'stays' : 'stay'
    const text = `${countOf(kept, 'removed file')} with a content hash in the name ${verb} cached, for open tabs and old pages.`
    notes.push({ code: 'kept-fingerprinted', text })
  }
  const lost = changes.filter((change) => !isEvicted(change)).length - kept
  if (lost > 0) {
    const text = `${countOf(lost, 'removed file')} with a content hash in the name may be purged too, as a wider target reaches them: open tabs that still ask for them may get a 404.`
    notes.push({ code: 'lost-fingerprinted', text })
  }
  notes.push(...describeRules(changes, notServed.filter(isRules), rulesRead))
  const others = notServed.filter((path) => !isRules(path))
  if (others.length > 0) {
    const text = `${countOf(others.length, 'changed file')} are no URLs, first "${others[0]}": nothing to purge for them.`
    notes.push({ code: 'not-served', text })
  }
  return notes
}

/** Files by which the host decides on the answers for other paths. */
function isRules(path: string): boolean {
  return Object.values(RULE_FILES).some((file) => file === path)
}

/** Files of rules that are not read. */
const OTHER_RULES =
  /^(?:(?:.*\/)?\.htaccess|nginx\.conf|netlify\.toml|vercel\.json|web\.config|staticwebapp\.config\.json)$/s

/** Says of changed rules what was not found out about them. */
function describeRules(
  changes: readonly Change[],
  differing: readonly string[],
  read: readonly string[],
): Note[] {
  const notes: Note[] = []
  const unread = differing.filter((path) => !read.includes(path))
  if (unread.length > 0) {
    const text = `${unread.map((path) => `"${path}"`).join(' and ')} changed, and the rules of a build that may be cached are not known, or too many to compare. Copies of files that did not change keep their old headers, and old redirects stay cached: purge by hand what they are about.`
    notes.push({ code: 'rules-changed', text })
  }
  const others = changes.filter(({ path }) => OTHER_RULES.test(path))
  if (others.length > 0) {
    const text = `${others.map(({ path }) => `"${path}"`).join(' and ')} changed. Rules are read in "_headers" and "_redirects" only: purge by hand what these are about.`
    notes.push({ code: 'rules-changed', text })
  }
  const isInVain = !changes.some(({ kind }) => kind === 'headers' || kind === 'redirect')
  const known = differing.filter((path) => read.includes(path))
  if (known.length > 0 && isInVain) {
    const text = `${known.map((path) => `"${path}"`).join(' and ')} changed, with no other answer for any URL that did not change.`
    notes.push({ code: 'rules-alike', text })
  }
  return notes
}

export interface ChoiceDescription {
  readonly choice: PurgeChoice
  readonly requests: readonly PlanRequest[]
  readonly stats: PlanStats
  readonly limits: Limits
  readonly deadlineMs: number
  /** The document that answers for unknown paths, if it changed. */
  readonly fallback: string | undefined
  /** Paths purged under their URLs alone, where others are known to be cached once per query string. */
  readonly aloneOnly: readonly string[]
}

/** Says what is wider than the changes, what is not reached, and what takes long. */
export function describeChoice(description: ChoiceDescription): Note[] {
  const { choice, requests, stats, limits, deadlineMs, fallback, aloneOnly } = description
  const notes: Note[] = []
  const note = (code: string, text: string) => notes.push({ code, text })
  const has = (cause: string) => choice.keys.some((key) => key.cause === cause)
  if (has('fallback')) {
    const what = listKeys(choice, 'fallback')
    note(
      'fallback-changed',
      `Any path may be cached with the bytes of "${fallback}", so ${what} ${verbOf(choice, 'fallback')}.`,
    )
  }
  if (has('redirect')) {
    const what = listKeys(choice, 'redirect')
    note(
      'redirect-changed',
      `Rules with a wildcard changed, or what they answer with, and any path that they match may be cached: ${what} ${verbOf(choice, 'redirect')}.`,
    )
  }
  if (!limits.acceptsUrls && requests.length > 0) {
    note(
      'url-refused',
      'The environment refuses purges by exact URL (code 1136), so prefixes and hosts are purged, with everything below them.',
    )
  }
  const deadline = `${formatSeconds(deadlineMs / 1000)} (\`deadline\`)`
  if (choice.isWidened) {
    note(
      'widened',
      `The narrowest prefixes would take longer than ${deadline}, so some are wider and touch more that did not change.`,
    )
  }
  if (has('whole-folder')) {
    note(
      'whole-folders',
      `Exact URLs alone would take longer than ${deadline}, so prefixes stand for folders in which every known file changed.`,
    )
  }
  if (stats.seconds * 1000 > deadlineMs) {
    note(
      'slow',
      `At the documented rate this takes ${formatSeconds(stats.seconds)}, longer than ${deadline}; nothing unchanged is purged to be faster.`,
    )
  }
  if (aloneOnly.length > 0) {
    note(
      'query-strings',
      `Copies of ${countOf(aloneOnly.length, 'changed path')} under a query string are not reached, first "${aloneOnly[0]}": \`variants.query\` does not name ${aloneOnly.length === 1 ? 'it' : 'them'}.`,
    )
  }
  if (choice.marked.length > 0) {
    const what = limits.acceptsUrls ? 'Copies under other query strings of' : 'All copies of'
    note(
      'only-invalidated',
      `${what} ${countOf(choice.marked.length, 'changed URL')} are only marked stale (\`trustValidators\`), first "${choice.marked[0]}".`,
    )
  }
  return notes
}

function listKeys({ keys }: PurgeChoice, cause: string): string {
  const some = keys.filter((key) => key.cause === cause)
  const names = some.slice(0, 3).map(({ by, key }) => `${NOUNS[by]} "${key}"`)
  const more = some.length > names.length ? ` and ${some.length - names.length} more` : ''
  return names.join(', ') + more
}

const NOUNS = { tags: 'the tag', prefixes: 'the prefix', hosts: 'the host' } as const

function verbOf({ keys }: PurgeChoice, cause: string): string {
  const some = keys.filter((key) => key.cause === cause)
  const marks = some.every(({ action }) => action === 'invalidate')
  return `${some.length === 1 ? 'is' : 'are'} ${marks ? 'invalidated' : 'purged'} as a whole`
}
