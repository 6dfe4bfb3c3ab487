import type { Change } from '../changes/diff.ts'
import type { Plan, PlanRequest } from '../plan/plan-format.ts'
import { isEvicted } from '../changes/treatment.ts'
import { createUrls, isDocument } from '../site/urls.ts'

/**
 * Parts the requests of a plan so that nothing that reaches a changed document is sent before all in front of it has ended: a visitor
 * must not get a new page with an old asset in the middle of a purge.
 */
export function phasesOf({ changes, site, requests }: Plan): PlanRequest[][] {
  const urlsOf = createUrls(site)
  const documents = changes
    .filter((change) => isEvicted(change) && comesLast(change))
    .flatMap(({ path, urls, below = [] }) => [...(urls ?? urlsOf(path)), ...below])
  const reachesDocument = createReach(documents)
  const phases: PlanRequest[][] = []
  let isLate = false
  for (const request of requests) {
    const wasLate = isLate
    isLate = reachesDocument(request)
    const phase = phases.at(-1)
    if (phase && (wasLate || !isLate)) phase.push(request)
    else phases.push([request])
  }
  return phases
}

function comesLast({ kind, path }: Change): boolean {
  return kind === 'redirect' || isDocument(path)
}

/** Gives the function that says whether a request reaches one of these URLs; of a tag nobody knows. */
function createReach(urls: readonly string[]): (request: PlanRequest) => boolean {
  const exact = new Set(urls)
  // Without scheme, as prefixes are written.
  const sorted = urls.map((url) => url.slice(url.indexOf('//') + 2)).toSorted()
  const isBelow = (prefix: string) => firstFrom(sorted, prefix)?.startsWith(prefix) === true
  return (request) => {
    switch (request.by) {
      case 'files':
        return request.targets.some((file) => exact.has(typeof file === 'string' ? file : file.url))
      case 'prefixes':
        return request.targets.some(isBelow)
      case 'hosts':
        return request.targets.some((host) => isBelow(`${host}/`))
      case 'tags':
      case 'everything':
        return true
      default: {
        const never: never = request
        return never
      }
    }
  }
}

/** The first of sorted texts that does not come before this one. */
function firstFrom(sorted: readonly string[], text: string): string | undefined {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sorted[middle] ?? '') < text) from = middle + 1
    else to = middle
  }
  return sorted[from]
}
