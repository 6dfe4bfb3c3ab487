import type { Fill, StoredResponse } from './cache.ts'
import type { CacheStatus } from './cache-status.ts'
import { revalidating, unconditional } from './conditional.ts'
import { freshnessAt, storedFreshness } from './freshness.ts'
import type { OriginResponse } from './origin.ts'
import { relay } from './relay.ts'
import { renewedResponse, storedResponse } from './stored-response.ts'
import type { CacheableVisit, Sources } from './visit.ts'
import type { VisitorAnswer } from './visitor-answer.ts'

/**
 * Asks the origin, answers with what it says, and stores that where it may be stored. With a stale
 * response at hand the origin is asked whether that still holds.
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
    const renewed = renewedResponse(visit, stale, response.headers, { rules, now: clock() })
    if (renewed === undefined) cache.drop(stale)
    else cache.store(under, renewed)
    return answerStored(renewed ?? stale, sources, answer, 'REVALIDATED')
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

interface Passing {
  readonly answer: VisitorAnswer
  readonly response: OriginResponse
  /** What the edge did if the answer is stored. */
  readonly found: CacheStatus
}

async function passOn(
  under: Fill,
  visit: CacheableVisit,
  { cache, rules, clock }: Sources,
  { answer, response, found }: Passing,
): Promise<CacheStatus> {
  const freshness = storedFreshness(visit.headers, response, rules, clock())
  const cacheStatus = freshness === undefined ? 'BYPASS' : found
  answer.head({ ...response, cacheStatus, ageSeconds: 0 })
  const maxKeptBytes = freshness === undefined ? 0 : rules.maxObjectBytes
  const { kept, last } = await relay(response.body, answer, maxKeptBytes)
  if (freshness !== undefined && kept !== undefined) {
    const content = { ...response, body: kept }
    cache.store(under, storedResponse(visit, content, freshness, { rules, now: clock() }))
  }
  // Only now does the visitor see the end, so that whoever has read it all finds it stored.
  await answer.write(last)
  answer.end()
  return cacheStatus
}

function mayServeStale(stale: StoredResponse, now: number): boolean {
  const { mustRevalidate, staleIfErrorSeconds } = stale.freshness
  return !mustRevalidate && freshnessAt(now, stale).staleForSeconds < staleIfErrorSeconds
}

async function discard(response: OriginResponse): Promise<void> {
  for await (const chunk of response.body) void chunk
}
