import type { Cache, Fill, StoredResponse } from './cache.ts'
import type { ResolvedRules } from './cache-rules.ts'
import type { CacheStatus } from './cache-status.ts'
import { cacheTags } from './cache-tags.ts'
import { refreshedHeaders, revalidating, unconditional } from './conditional.ts'
import { freshnessAt, storedFreshness, type Freshness } from './freshness.ts'
import { withoutHeaders, type HeaderLines } from './header-lines.ts'
import type { Origin, OriginResponse } from './origin.ts'
import { relay } from './relay.ts'
import { selectionOf } from './vary.ts'
import type { CacheableVisit } from './visit.ts'
import type { VisitorAnswer } from './visitor-answer.ts'

/** What a visit is answered from. */
export interface Sources {
  readonly cache: Cache
  readonly origin: Origin
  readonly rules: ResolvedRules
  readonly clock: () => number
  /** Ids of the keys that are being fetched anew behind a stale answer. */
  readonly updating: Set<string>
}

/**
 * Asks the origin, answers with what it says, and stores that where it may be stored. With a stale response at hand the
 * origin is asked whether that still holds.
 */
export async function fill(
  visit: CacheableVisit,
  sources: Sources,
  answer: VisitorAnswer,
  stale: StoredResponse | undefined,
): Promise<CacheStatus> {
  const under = sources.cache.begin()
  try {
    return await fillUnder(under, visit, sources, { answer, stale })
  } finally {
    sources.cache.end(under)
  }
}

/** Answers from the cache. */
export async function answerStored(
  stored: StoredResponse,
  { clock }: Pick<Sources, 'clock'>,
  answer: VisitorAnswer,
  cacheStatus: CacheStatus,
): Promise<CacheStatus> {
  const { ageSeconds } = freshnessAt(clock(), stored)
  answer.head({ status: stored.status, headers: stored.headers, cacheStatus, ageSeconds })
  await answer.write(stored.body)
  answer.end()
  return cacheStatus
}

interface Filling {
  readonly answer: VisitorAnswer
  readonly stale: StoredResponse | undefined
}

async function fillUnder(
  under: Fill,
  visit: CacheableVisit,
  sources: Sources,
  { answer, stale }: Filling,
): Promise<CacheStatus> {
  const { cache, origin, rules, clock } = sources
  const { target } = visit
  if (stale === undefined) {
    const headers = unconditional(visit.headers)
    const response = await origin.fetch({ method: 'GET', target, headers })
    return passOn(under, visit, sources, { answer, response, found: 'MISS' })
  }

  const headers = revalidating(visit.headers, stale.headers)
  const response = await origin
    .fetch({ method: 'GET', target, headers })
    .catch((error: unknown) => {
      if (stale.freshness.mustRevalidate) throw error
      return undefined
    })
  if (response === undefined) return answerStored(stale, sources, answer, 'STALE')
  if (response.status === 304) {
    await discard(response)
    const refreshed = refresh(visit, sources, stale, response)
    if (refreshed === undefined) cache.drop(stale)
    else cache.store(under, refreshed)
    return answerStored(refreshed ?? stale, sources, answer, 'REVALIDATED')
  }
  if (response.status >= 500) {
    if (mayServeStale(stale, clock())) {
      await discard(response)
      return answerStored(stale, sources, answer, 'STALE')
    }
  } else if (storedFreshness(visit.headers, response, rules, clock()) === undefined) {
    cache.drop(stale)
  }
  return passOn(under, visit, sources, { answer, response, found: 'EXPIRED' })
}

async function passOn(
  under: Fill,
  visit: CacheableVisit,
  { cache, rules, clock }: Sources,
  {
    answer,
    response,
    found,
  }: {
    readonly answer: VisitorAnswer
    readonly response: OriginResponse
    readonly found: CacheStatus
  },
): Promise<CacheStatus> {
  const freshness = storedFreshness(visit.headers, response, rules, clock())
  const cacheStatus = freshness === undefined ? 'BYPASS' : found
  answer.head({ ...response, cacheStatus, ageSeconds: 0 })
  const maxKeptBytes = freshness === undefined ? 0 : rules.maxObjectBytes
  const { kept, last } = await relay(response.body, answer, maxKeptBytes)
  if (freshness !== undefined && kept !== undefined) {
    cache.store(under, toStore(visit, response, { body: kept, freshness, rules, now: clock() }))
  }
  // Only now does the visitor see the end, so that whoever has read it all finds it stored.
  await answer.write(last)
  answer.end()
  return cacheStatus
}

function toStore(
  visit: CacheableVisit,
  response: { readonly status: number; readonly headers: HeaderLines },
  {
    body,
    freshness,
    rules,
    now,
  }: {
    readonly body: Buffer
    readonly freshness: Freshness
    readonly rules: ResolvedRules
    readonly now: number
  },
): StoredResponse {
  const { status, headers } = response
  const bodyless = status === 204
  return {
    key: visit.key,
    url: visit.url,
    selection: selectionOf(visit.headers, headers, rules.vary),
    status,
    headers: [
      ...withoutHeaders(headers, ['content-length']),
      ...(bodyless ? [] : [['content-length', String(body.length)] as const]),
    ],
    body,
    tags: cacheTags(headers),
    freshness,
    storedAt: now,
  }
}

/** The stored response as a 304 renews it, or nothing when it may no longer be stored. */
function refresh(
  visit: CacheableVisit,
  { rules, clock }: Sources,
  stale: StoredResponse,
  answered: OriginResponse,
): StoredResponse | undefined {
  const now = clock()
  const { status, body } = stale
  const headers = refreshedHeaders(stale.headers, answered.headers)
  const freshness = storedFreshness(visit.headers, { status, headers }, rules, now)
  if (freshness === undefined) return undefined
  return toStore(visit, { status, headers }, { body, freshness, rules, now })
}

function mayServeStale(stale: StoredResponse, now: number): boolean {
  const { mustRevalidate, staleIfErrorSeconds } = stale.freshness
  return !mustRevalidate && freshnessAt(now, stale).staleForSeconds < staleIfErrorSeconds
}

async function discard(response: OriginResponse): Promise<void> {
  for await (const chunk of response.body) void chunk
}
