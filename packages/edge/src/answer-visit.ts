import type { StoredResponse } from './cache.ts'
import type { CacheStatus } from './cache-status.ts'
import { answerStored, fill } from './fill.ts'
import { freshnessAt } from './freshness.ts'
import { relay } from './relay.ts'
import type { CacheableVisit, Sources, Visit } from './visit.ts'
import { nobody, type VisitorAnswer } from './visitor-answer.ts'

/**
 * Answers one visit, from the cache or from the origin, and gives what the edge did. Simultaneous
 * misses of one URL each ask the origin; they are not collapsed.
 *
 * @throws {Error} when the origin breaks off, or cannot be reached and no stored answer may stand in.
 */
export async function answerVisit(
  visit: Visit,
  sources: Sources,
  answer: VisitorAnswer,
): Promise<CacheStatus> {
  const { key } = visit
  if (key === undefined) return passThrough(visit, sources, answer, 'DYNAMIC')
  const stored = sources.cache.find(key, visit.headers)
  if (stored === undefined) {
    return visit.method === 'HEAD'
      ? passThrough(visit, sources, answer, 'MISS')
      : fill({ ...visit, key }, sources, answer, undefined)
  }
  const now = freshnessAt(sources.clock(), stored)
  if (now.fresh) return answerStored(stored, sources, answer, 'HIT')
  const { mustRevalidate, staleWhileRevalidateSeconds } = stored.freshness
  if (!mustRevalidate && now.staleForSeconds < staleWhileRevalidateSeconds) {
    update({ ...visit, method: 'GET', key }, sources, stored)
    return answerStored(stored, sources, answer, 'UPDATING')
  }
  return visit.method === 'HEAD'
    ? passThrough(visit, sources, answer, 'EXPIRED')
    : fill({ ...visit, key }, sources, answer, stored)
}

async function passThrough(
  visit: Visit,
  { origin }: Sources,
  answer: VisitorAnswer,
  cacheStatus: CacheStatus,
): Promise<CacheStatus> {
  const response = await origin.fetch(visit)
  answer.head({ ...response, cacheStatus, ageSeconds: 0 })
  const { last } = await relay(response.body, answer, 0)
  await answer.write(last)
  answer.end()
  return cacheStatus
}

function update(visit: CacheableVisit, sources: Sources, stored: StoredResponse): void {
  const { updating } = sources
  if (updating.has(visit.key.id)) return
  updating.add(visit.key.id)
  void fill(visit, sources, nobody, stored)
    // The visitor has its answer; the stale one stays until it is too old.
    .catch(() => {})
    .finally(() => updating.delete(visit.key.id))
}
