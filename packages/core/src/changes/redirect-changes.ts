import type { Change } from './diff.ts'
import { differingRules } from './differing-rules.ts'
import { createMovedInVain } from './moved-rules.ts'
import type { Budget } from '../rules/budget.ts'
import { DIALECTS } from '../rules/dialect.ts'
import type { HostPaths } from '../rules/host-paths.ts'
import { folderOf, isExact, pathOfPattern } from '../rules/pattern-path.ts'
import { createRedirectEffects, createRedirectMatches } from '../rules/redirect-effects.ts'
import type { RedirectRule } from '../rules/rules.ts'

export interface RedirectChangesInput {
  readonly before: readonly RedirectRule[]
  readonly after: readonly RedirectRule[]
  /** Paths that both builds have with the same bytes. */
  readonly kept: Iterable<{ readonly path: string; readonly fingerprinted: boolean }>
  readonly urlsOf: (path: string) => readonly string[]
  readonly hostPaths: HostPaths
  readonly budget: Budget
  /** Says that the URL is one of a path of either build. */
  readonly isOfPath: (url: string) => boolean
  /** Say that a file lies there, as the host looks for one. */
  readonly wasFile: (place: string) => boolean
  readonly isFile: (place: string) => boolean
}

/**
 * Lists what is redirected otherwise: paths that both builds have, sources where nothing lies, and folders below which any path may be
 * cached, as a wildcard matches there.
 */
export function redirectChanges(input: RedirectChangesInput): Change[] {
  const { before, after, hostPaths, budget } = input
  const differing = differingRules(before, after)
  if (differing.length === 0) return []
  const readings = DIALECTS.map((dialect) => ({
    old: createRedirectEffects(before, { dialect, budget }),
    now: createRedirectEffects(after, { dialect, budget }),
  }))
  const isOther = (url: string, lies: { readonly was: boolean; readonly is: boolean } | 'look') => {
    const { host, paths } = hostPaths.placesOf(url)
    return paths.some((path) => {
      const was = lies === 'look' ? input.wasFile(path) : lies.was
      const is = lies === 'look' ? input.isFile(path) : lies.is
      return readings.some(
        ({ old, now }) => old({ host, path, isFile: was }) !== now({ host, path, isFile: is }),
      )
    })
  }
  return [
    ...keptChanges(input, differing, (url) => isOther(url, { was: true, is: true })),
    ...sourceChanges(input, differing, (url) => isOther(url, 'look')),
  ]
}

function keptChanges(
  { kept, urlsOf, hostPaths, budget }: RedirectChangesInput,
  differing: readonly RedirectRule[],
  isOther: (url: string) => boolean,
): Change[] {
  const touching = createRedirectMatches(differing, budget)
  const changes: Change[] = []
  for (const { path, fingerprinted } of kept) {
    const all = urlsOf(path)
    const sources = new Set<string>()
    const urls = all.filter((url) => {
      const { host, paths } = hostPaths.placesOf(url)
      const some = paths.flatMap((at) => [...touching(host, at)])
      if (some.length === 0 || !isOther(url)) return false
      for (const { from } of some) sources.add(from)
      return true
    })
    if (urls.length === 0) continue
    const [first = ''] = sources
    const change = { kind: 'redirect' as const, path, reason: reasonOf(first), fingerprinted }
    changes.push(urls.length === all.length ? change : { ...change, urls })
  }
  return changes
}

function sourceChanges(
  { before, after, hostPaths, isOfPath, budget }: RedirectChangesInput,
  differing: readonly RedirectRule[],
  isOther: (url: string) => boolean,
): Change[] {
  const isMovedInVain = createMovedInVain({ before, after, differing, budget })
  const changes = new Map<string, Change>()
  for (const rule of differing) {
    const { from } = rule
    if (changes.has(from)) continue
    const about = {
      kind: 'redirect' as const,
      path: from,
      reason: reasonOf(from),
      fingerprinted: false,
    }
    if (isExact(from)) {
      const urls = hostPaths.urlsOf(from).filter((url) => !isOfPath(url) && isOther(url))
      if (urls.length > 0) changes.set(from, { ...about, urls })
    } else if (!isMovedInVain(rule)) {
      const below = hostPaths.foldersOf(folderOf(from), pathOfPattern(from)?.host)
      if (below.length > 0) changes.set(from, { ...about, urls: [], below })
    }
  }
  return [...changes.values()]
}

function reasonOf(source: string): string {
  return `redirect "${source}" changed`
}
