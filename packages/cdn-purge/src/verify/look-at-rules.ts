import { isNotCached, servedFromCache, troubleOf, type AnsweredSite } from '../site/site-answer.ts'
import { QUERY_PAST_CACHE, type SiteClient } from '../site/site-client.ts'
import type { Check, Verdict } from './verdict.ts'

/** What a comparison came to, for whoever makes the verdict. */
export interface RuleVerdict {
  readonly kind: Verdict['kind']
  readonly why: string
}

/** Where to ask, and what for. */
export interface RuleQuestion {
  readonly check: Check
  /** What the edge answered. */
  readonly answer: AnsweredSite
  readonly client: SiteClient
  readonly signal: AbortSignal | undefined
}

/** Headers that an edge takes out of what it keeps. */
const NEVER_KEPT: ReadonlySet<string> = new Set(['set-cookie', 'basic-auth'])

/**
 * Compares the headers that rules changed with those of an answer past the cache. Bytes tell nothing here: they are those of the
 * older builds too.
 */
export async function lookAtHeaders(question: RuleQuestion): Promise<RuleVerdict> {
  const { check, answer, client, signal } = question
  const names = (check.headers ?? []).filter((name) => !NEVER_KEPT.has(name))
  if (isNotCached(answer)) return { kind: 'not-cached', why: 'never from the cache' }
  if (servedFromCache(answer) === false) {
    return { kind: 'fresh', why: 'the bytes of this build, with headers of the origin' }
  }
  // Through the edge, which may set headers of its own on both.
  const anew = await client.askAnew(check.url, signal)
  const trouble = troubleOf(anew, check.url)
  if (anew.kind !== 'answered' || trouble !== undefined) {
    return { kind: 'unknown', why: `its headers could not be compared: ${trouble ?? ''}` }
  }
  if (servedFromCache(anew) === true) {
    return { kind: 'unknown', why: 'its headers could not be compared past the cache' }
  }
  const other = names.filter((name) => answer.header(name) !== anew.header(name))
  if (other.length === 0) {
    return { kind: 'fresh', why: 'the bytes of this build, with the headers of the origin' }
  }
  const what = `other headers than the origin (${other.join(', ')})`
  return servedFromCache(answer) === true
    ? { kind: 'stale', why: `${what}, from the cache` }
    : { kind: 'unknown', why: what }
}

/** Compares status and target of an address whose redirect changed with what the origin answers. */
export async function lookAtRedirect(question: RuleQuestion): Promise<RuleVerdict> {
  const { check, answer, client, signal } = question
  const now = await client.askOrigin(check.url, signal)
  const trouble =
    now.kind === 'answered' && now.location !== undefined ? undefined : troubleOf(now, check.url)
  if (now.kind !== 'answered' || trouble !== undefined) {
    return {
      kind: 'unknown',
      why: `it answers ${answer.status}, and past the cache ${trouble ?? ''}`,
    }
  }
  if (servedFromCache(now) === true) {
    return {
      kind: 'unknown',
      why: 'it cannot be asked past the cache; name the server with `origin`',
    }
  }
  if (isSame(answer, now)) {
    return isNotCached(answer)
      ? { kind: 'not-cached', why: 'as the origin answers now, never from the cache' }
      : { kind: 'fresh', why: 'as the origin answers now' }
  }
  const what = `${describe(answer)}, while the origin answers ${describe(now)}`
  return servedFromCache(answer) === true
    ? { kind: 'stale', why: `${what}; from the cache` }
    : { kind: 'unknown', why: what }
}

function isSame(answer: AnsweredSite, now: AnsweredSite): boolean {
  if (answer.status !== now.status) return false
  if (answer.location !== undefined || now.location !== undefined) {
    return targetOf(answer) === targetOf(now)
  }
  return answer.status >= 400 || answer.digest === now.digest
}

/** Without the query string that we asked with: a host may carry it along. */
function targetOf({ location }: AnsweredSite): string | undefined {
  if (location === undefined) return undefined
  const url = new URL(location)
  url.searchParams.delete(QUERY_PAST_CACHE)
  return url.href
}

function describe(answer: AnsweredSite): string {
  const target = targetOf(answer)
  return target === undefined ? String(answer.status) : `${answer.status} to ${target}`
}
