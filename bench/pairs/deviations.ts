import type { Change, Plan } from '@cdn-purge/core'
import { waysToAsk, type SecondOpinion } from './second-opinion.ts'

/** Where a plan and the second opinion part, each with its cause. Counts are URLs unless said otherwise. */
export interface Deviations {
  /** Paths that one of the two has and the other has not, or has as another kind. */
  readonly paths: readonly string[]
  /** Paths that are no URLs: what tells the host what to do, and packed siblings. */
  readonly notServed: readonly string[]
  /** Paths that a prefix or host stands for, as their URLs one by one would take too long. */
  readonly wide: number
  /** Exact URLs of the plan. */
  readonly urls: number
  /** URLs that two changed files share (`a.html` and `a/index.html` are both asked for as `/a`), purged once. */
  readonly shared: number
  /** Expected less what the plan has, after the causes above; 0 where everything is explained. */
  readonly unexplained: number
}

export function findDeviations(plan: Plan, opinion: SecondOpinion): Deviations {
  const evicted = plan.changes.filter((change) => !isKept(change))
  const isWide = reachedWidely(plan)
  const exact = evicted.filter(({ path }) => !isWide(path))
  const notServed = new Set(packedOrForHost(plan, exact))
  const asked = exact
    .filter(({ path }) => !notServed.has(path))
    .flatMap(({ path }) => waysToAsk(path))
  const unique = new Set(asked)
  const urls = plan.requests.reduce(
    (sum, { by, targets }) => sum + (by === 'files' ? targets.length : 0),
    0,
  )
  return {
    paths: differingPaths(plan.changes, opinion),
    notServed: [...notServed],
    wide: evicted.length - exact.length,
    urls,
    shared: asked.length - unique.size,
    unexplained: unique.size - urls,
  }
}

/** Says whether a path lies below a prefix that the plan sends; compared by segment, as the plan promises. */
function reachedWidely({ requests }: Plan): (path: string) => boolean {
  const prefixes = requests.flatMap((request) => (request.by === 'prefixes' ? request.targets : []))
  const folders = prefixes.map((prefix) => prefix.slice(prefix.indexOf('/') + 1))
  return (path) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`))
}

/** A removed file whose name vouches for its bytes. */
export function isKept({ kind, fingerprinted }: Change): boolean {
  return kind === 'removed' && fingerprinted
}

function differingPaths(changes: readonly Change[], opinion: SecondOpinion): string[] {
  const planned = new Map(changes.map(({ path, kind }) => [path, kind]))
  const expected = new Map(
    (['added', 'changed', 'removed'] as const).flatMap((kind) =>
      Array.from(opinion[kind], (path) => [path, kind] as const),
    ),
  )
  return [
    ...[...expected].filter(([path, kind]) => planned.get(path) !== kind),
    ...[...planned].filter(([path]) => !expected.has(path)),
  ].map(([path, kind]) => `${kind} ${path}`)
}

/** Asks the plan itself which paths it sends nothing for, by the one URL that every path would have. */
function packedOrForHost(plan: Plan, evicted: readonly Change[]): string[] {
  const sent = new Set(
    plan.requests.flatMap((request) =>
      request.by === 'files'
        ? request.targets.map((target) => decoded(typeof target === 'string' ? target : target.url))
        : [],
    ),
  )
  return evicted.map(({ path }) => path).filter((path) => !sent.has(`/${path}`))
}

function decoded(url: string): string {
  return decodeURIComponent(new URL(url).pathname)
}
