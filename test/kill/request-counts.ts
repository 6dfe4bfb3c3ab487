import type { Edge } from '@cdn-purge/edge'

/** What an edge was asked for through its API. */
export interface RequestCounts {
  readonly calls: number
  /** Those of the calls that purge. */
  readonly purges: number
  /** What the purges named, all together. */
  readonly targets: number
}

export const NO_REQUESTS: RequestCounts = { calls: 0, purges: 0, targets: 0 }

/** Counts all calls so far. */
export function countRequests(edge: Edge): RequestCounts {
  const requests = edge.requests()
  const purges = requests.filter(({ path }) => path.includes('purge_cache'))
  return {
    calls: requests.length,
    purges: purges.length,
    targets: purges.reduce((sum, { body }) => sum + targetsIn(body), 0),
  }
}

export function addCounts(one: RequestCounts, other: RequestCounts): RequestCounts {
  return {
    calls: one.calls + other.calls,
    purges: one.purges + other.purges,
    targets: one.targets + other.targets,
  }
}

export function subtractCounts(from: RequestCounts, counts: RequestCounts): RequestCounts {
  return {
    calls: from.calls - counts.calls,
    purges: from.purges - counts.purges,
    targets: from.targets - counts.targets,
  }
}

function targetsIn(body: unknown): number {
  return Object.values(Object(body) as Record<string, unknown>)
    .filter((list) => Array.isArray(list))
    .reduce((sum, list) => sum + list.length, 0)
}
