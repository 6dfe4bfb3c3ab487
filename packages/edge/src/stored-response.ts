import type { StoredResponse } from './cache.ts'
import type { ResolvedRules } from './cache-rules.ts'
import { cacheTags } from './cache-tags.ts'
import { refreshedHeaders } from './conditional.ts'
import { storedFreshness, type Freshness } from './freshness.ts'
import { withoutHeaders, type HeaderLines } from './header-lines.ts'
import { selectionOf } from './vary.ts'
import type { CacheableVisit } from './visit.ts'

/** An answer that was read to its end. */
export interface Content {
  readonly status: number
  readonly headers: HeaderLines
  readonly body: Buffer
}

interface Moment {
  readonly rules: ResolvedRules
  readonly now: number
}

/** Builds what is stored of an answer. */
export function storedResponse(
  visit: CacheableVisit,
  { status, headers, body }: Content,
  freshness: Freshness,
  { rules, now }: Moment,
): StoredResponse {
  // The length is known now even if the origin did not say it; a 204 must not have one.
  const length: HeaderLines = status === 204 ? [] : [['content-length', String(body.length)]]
  return {
    key: visit.key,
    url: visit.url,
    selection: selectionOf(visit.headers, headers, rules.vary),
    status,
    headers: [...withoutHeaders(headers, ['content-length']), ...length],
    body,
    tags: cacheTags(headers),
    freshness,
    storedAt: now,
  }
}

/** Builds what a stored response becomes by a 304, or nothing when it may no longer be stored. */
export function renewedResponse(
  visit: CacheableVisit,
  { status, headers, body }: StoredResponse,
  newHeaders: HeaderLines,
  moment: Moment,
): StoredResponse | undefined {
  const content = { status, headers: refreshedHeaders(headers, newHeaders), body }
  const freshness = storedFreshness(visit.headers, content, moment.rules, moment.now)
  return freshness === undefined ? undefined : storedResponse(visit, content, freshness, moment)
}
