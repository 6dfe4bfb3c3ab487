import type { Change } from './diff.ts'
import { differingRules } from './differing-rules.ts'
import type { Budget } from '../rules/budget.ts'
import { DIALECTS } from '../rules/dialect.ts'
import {
  createHeaderEffects,
  createHeaderMatches,
  type HeaderEffects,
} from '../rules/header-effects.ts'
import type { HostPaths } from '../rules/host-paths.ts'
import type { HeaderRule } from '../rules/rules.ts'

export interface HeaderChangesInput {
  readonly before: readonly HeaderRule[]
  readonly after: readonly HeaderRule[]
  /** Paths that both builds have with the same bytes. */
  readonly kept: Iterable<{ readonly path: string; readonly fingerprinted: boolean }>
  readonly urlsOf: (path: string) => readonly string[]
  readonly hostPaths: HostPaths
  readonly budget: Budget
}

/** Lists the paths of which a URL is answered with other headers, though with the same bytes. */
export function headerChanges(input: HeaderChangesInput): Change[] {
  const { before, after, kept, urlsOf, hostPaths, budget } = input
  const differing = differingRules(before, after)
  if (differing.length === 0) return []
  const readings = DIALECTS.map((dialect) => ({
    old: createHeaderEffects(before, { dialect, budget }),
    now: createHeaderEffects(after, { dialect, budget }),
  }))
  const touching = createHeaderMatches(differing, budget)
  const changes: Change[] = []
  for (const { path, fingerprinted } of kept) {
    const all = urlsOf(path)
    const urls: string[] = []
    const names = new Set<string>()
    const by = new Set<string>()
    for (const url of all) {
      const { host, paths } = hostPaths.placesOf(url)
      const found = new Set<string>()
      for (const at of paths) {
        const some = touching(host, at)
        if (some.size === 0) continue
        for (const { old, now } of readings) {
          for (const name of differingNames(old(host, at), now(host, at))) found.add(name)
        }
        if (found.size > 0) for (const rule of some) by.add(rule.for)
      }
      if (found.size > 0) urls.push(url)
      for (const name of found) names.add(name)
    }
    if (urls.length === 0) continue
    const headers = [...names].toSorted()
    const reason = `headers changed by rule ${listRules([...by])}: ${headers.join(', ')}`
    const change = { kind: 'headers' as const, path, reason, fingerprinted, headers }
    changes.push(urls.length === all.length ? change : { ...change, urls })
  }
  return changes
}

function differingNames(old: HeaderEffects, now: HeaderEffects): string[] {
  const names = new Set([...old.keys(), ...now.keys()])
  return [...names].filter((name) => old.get(name) !== now.get(name))
}

/** `"/a/*" and "/b/*"`, and how many more there are. */
function listRules(patterns: readonly string[]): string {
  const shown = patterns.slice(0, 2).map((pattern) => `"${pattern}"`)
  const more = patterns.length - shown.length
  return shown.join(' and ') + (more > 0 ? ` and ${more} more` : '')
}
