import type { Edge, LoggedRequest, LoggedVisit } from '@cdn-purge/edge'
import { isOurVisit } from './arena.ts'

/** What an edge was asked since a watch began, but for the test's own visits. */
export interface EdgeWatch {
  calls(): readonly LoggedRequest[]
  /** Those of the calls that purge. */
  purges(): readonly LoggedRequest[]
  visits(): readonly LoggedVisit[]
  /** Calls and visits. */
  all(): readonly unknown[]
}

export function watchEdge(edge: Edge): EdgeWatch {
  const [seenCalls, seenVisits] = [edge.requests().length, edge.visits().length]
  const calls = () => edge.requests().slice(seenCalls)
  const visits = () =>
    edge
      .visits()
      .slice(seenVisits)
      .filter((visit) => !isOurVisit(visit))
  return {
    calls,
    purges: () => calls().filter(({ path }) => path.includes('purge_cache')),
    visits,
    all: () => [...calls(), ...visits()],
  }
}
