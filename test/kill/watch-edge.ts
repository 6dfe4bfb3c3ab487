import type { Edge, LoggedRequest, LoggedVisit, OpenRequest } from '@cdn-purge/edge'
import { isOurVisit } from './arena.ts'

/** What an edge was asked since a watch began, but for the test's own visits. */
export interface EdgeWatch {
  /** Also those that are not answered yet. */
  calls(): readonly OpenRequest[]
  /** Purges that were answered. */
  purges(): readonly LoggedRequest[]
  /** Those, and purges that wait for their answer. */
  begunPurges(): readonly OpenRequest[]
  visits(): readonly LoggedVisit[]
  /** Calls and visits. */
  all(): readonly unknown[]
}

export function watchEdge(edge: Edge): EdgeWatch {
  const [seenCalls, seenVisits] = [edge.requests().length, edge.visits().length]
  const answered = () => edge.requests().slice(seenCalls)
  const calls = () => [...answered(), ...edge.openRequests()]
  const visits = () =>
    edge
      .visits()
      .slice(seenVisits)
      .filter((visit) => !isOurVisit(visit))
  return {
    calls,
    purges: () => answered().filter(isPurge),
    begunPurges: () => calls().filter(isPurge),
    visits,
    all: () => [...calls(), ...visits()],
  }
}

function isPurge({ path }: OpenRequest): boolean {
  return path.includes('purge_cache')
}
