import CachePolicy from 'http-cache-semantics'
import {
  directiveSeconds,
  originDirectives,
  parseDirectives,
  type Directives,
} from './cache-directives.ts'
import type { ResolvedRules } from './cache-rules.ts'
import { headerValue, type HeaderLines } from './header-lines.ts'

/** How long an answer may be used, fixed when it is stored. */
export interface Freshness {
  readonly lifetimeSeconds: number
  /** How old the answer was when it arrived. */
  readonly initialAgeSeconds: number
  readonly staleWhileRevalidateSeconds: number
  readonly staleIfErrorSeconds: number
  /** Whether it must never be served stale. */
  readonly mustRevalidate: boolean
}

/** An answer of the origin, as far as caching looks at it. */
export interface OriginAnswer {
  readonly status: number
  readonly headers: HeaderLines
}

/**
 * Decides whether the answer to a GET is stored and for how long; nothing means that it is not.
 * RFC 9111 by `http-cache-semantics`, with Cloudflare's rules on top.
 *
 * @see https://developers.cloudflare.com/cache/concepts/cache-responses/
 */
export function storedFreshness(
  requestHeaders: HeaderLines,
  answer: OriginAnswer,
  rules: ResolvedRules,
  now: number,
): Freshness | undefined {
  if (headerValue(answer.headers, 'set-cookie') !== undefined) return undefined
  const said = saidByOrigin(answer, rules)
  if (said === undefined) return undefined
  if (headerValue(requestHeaders, 'authorization') !== undefined && !said.sharesAuthorized) {
    return undefined
  }
  const policy = new CachePolicy(
    { method: 'GET', headers: {} },
    { status: answer.status, headers: policyHeaders(answer.headers, said, rules, now) },
    { shared: true, cacheHeuristic: 0 },
  )
  if (!policy.storable()) return undefined
  const lifetimeSeconds = policy.maxAge()
  if (lifetimeSeconds === 0 && !rules.originCacheControl) return undefined
  return {
    lifetimeSeconds,
    initialAgeSeconds: ageSeconds(answer.headers),
    staleWhileRevalidateSeconds: directiveSeconds(said.directives, 'stale-while-revalidate'),
    staleIfErrorSeconds: directiveSeconds(said.directives, 'stale-if-error'),
    mustRevalidate: MUST_REVALIDATE.some((name) => said.directives.has(name)),
  }
}

/** Where a stored answer stands at one moment. */
export interface FreshnessNow {
  readonly ageSeconds: number
  readonly fresh: boolean
  /** 0 while fresh. */
  readonly staleForSeconds: number
}

/**
 * Computes age and staleness; an invalidated answer is stale from that moment on, whatever its
 * lifetime.
 */
export function freshnessAt(
  now: number,
  stored: {
    readonly freshness: Freshness
    readonly storedAt: number
    readonly invalidatedAt?: number
  },
): FreshnessNow {
  const { freshness, storedAt, invalidatedAt } = stored
  const age = freshness.initialAgeSeconds + Math.max(0, now - storedAt) / 1000
  const expiredFor = age - freshness.lifetimeSeconds
  const invalidFor = invalidatedAt === undefined ? -1 : Math.max(0, now - invalidatedAt) / 1000
  const staleFor = Math.max(expiredFor, invalidFor)
  return {
    ageSeconds: Math.floor(age),
    fresh: staleFor < 0,
    staleForSeconds: Math.max(0, staleFor),
  }
}

interface Said {
  readonly directives: Directives
  readonly text: string
  readonly usesExpires: boolean
  /** Whether an answer to a request with `Authorization` may be shared, RFC 9111 section 3.5. */
  readonly sharesAuthorized: boolean
}

const MUST_REVALIDATE: readonly string[] = ['must-revalidate', 'proxy-revalidate', 'no-cache']
const LIFETIMES: readonly string[] = ['s-maxage', 'max-age', 'no-cache', 'no-store', 'private']
const EDGE_TTL_STATUSES: ReadonlySet<number> = new Set([200, 203, 300, 301, 308])

/** In seconds, for an answer that says nothing about its lifetime. */
const DEFAULT_LIFETIMES: ReadonlyMap<number, number> = new Map([
  [200, 7200],
  [301, 7200],
  [302, 1200],
  [303, 1200],
  [404, 180],
  [410, 180],
])

function saidByOrigin(answer: OriginAnswer, rules: ResolvedRules): Said | undefined {
  if (rules.edgeTtlSeconds !== undefined && EDGE_TTL_STATUSES.has(answer.status)) {
    const text = `public, s-maxage=${rules.edgeTtlSeconds}`
    return { directives: parseDirectives(text), text, usesExpires: false, sharesAuthorized: false }
  }
  const origin = originDirectives(answer.headers)
  const text = origin.text ?? ''
  const directives = parseDirectives(text)
  const usesExpires = !origin.targeted && headerValue(answer.headers, 'expires') !== undefined
  const sharesAuthorized = ['public', 's-maxage', 'must-revalidate'].some((name) =>
    directives.has(name),
  )
  if (usesExpires || LIFETIMES.some((name) => directives.has(name))) {
    return { directives, text, usesExpires, sharesAuthorized }
  }
  const lifetime = DEFAULT_LIFETIMES.get(answer.status)
  if (lifetime === undefined) return undefined
  const withLifetime = [...(text === '' ? [] : [text]), `s-maxage=${lifetime}`].join(', ')
  return { directives, text: withLifetime, usesExpires, sharesAuthorized }
}

function policyHeaders(
  lines: HeaderLines,
  said: Said,
  rules: ResolvedRules,
  now: number,
): Record<string, string> {
  const vary = rules.vary ? headerValue(lines, 'vary') : undefined
  const expires = said.usesExpires ? headerValue(lines, 'expires') : undefined
  return {
    'cache-control': said.text.toLowerCase(),
    date: headerValue(lines, 'date') ?? new Date(now).toUTCString(),
    ...(vary === undefined ? {} : { vary }),
    ...(expires === undefined ? {} : { expires }),
  }
}

function ageSeconds(lines: HeaderLines): number {
  const age = Number.parseInt(headerValue(lines, 'age') ?? '', 10)
  return Number.isFinite(age) && age > 0 ? age : 0
}
