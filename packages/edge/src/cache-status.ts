/**
 * What the edge did for one visit, in the words of `CF-Cache-Status`.
 *
 * @see https://developers.cloudflare.com/cache/concepts/cache-responses/
 */
export type CacheStatus =
  /** Fresh, from the cache. */
  | 'HIT'
  /** May be cached and was not there. */
  | 'MISS'
  /** Was there, stale; the origin sent it anew. */
  | 'EXPIRED'
  /** Was there, stale; the origin said that it still holds. */
  | 'REVALIDATED'
  /** Stale, from the cache, while it is fetched anew. */
  | 'UPDATING'
  /** Stale, from the cache, because the origin cannot be reached. */
  | 'STALE'
  /** Might have been cached, but the answer may not. */
  | 'BYPASS'
  /** Never looked up. */
  | 'DYNAMIC'

/** Statuses that come with an `Age`. */
const WITH_AGE: ReadonlySet<CacheStatus> = new Set(['HIT', 'STALE', 'UPDATING'])

/** Says whether an answer with this status carries `Age`. */
export function hasAge(status: CacheStatus): boolean {
  return WITH_AGE.has(status)
}
