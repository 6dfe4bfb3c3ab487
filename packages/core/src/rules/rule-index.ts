import type { Budget } from './budget.ts'
import type { Dialect } from './dialect.ts'
import { compilePattern, type Matches } from './pattern.ts'
import { decodePath, folderOf, isExact, pathOfPattern } from './pattern-path.ts'

interface Indexed<Rule> {
  readonly rule: Rule
  readonly matches: Matches
  readonly order: number
  /** What it takes to try it, in steps of a budget. */
  readonly steps: number
}

/**
 * Gives the function that lists the rules which a host applies to a path, in their order. However many there are, it only tries
 * those whose place in the tree of folders is on the way to the path.
 */
export function createRuleIndex<Rule>(
  rules: readonly Rule[],
  patternOf: (rule: Rule) => string | undefined,
  { dialect, budget }: { readonly dialect: Dialect; readonly budget: Budget },
): (host: string, path: string) => Rule[] {
  const places = new Map<string, Indexed<Rule>[]>()
  for (const [order, rule] of rules.entries()) {
    const pattern = patternOf(rule)
    const matches = pattern === undefined ? undefined : compilePattern(pattern, dialect)
    if (pattern === undefined || !matches) continue
    const key = placeOf(pattern)
    const indexed = { rule, matches, order, steps: pattern.split(/[*:]/).length }
    const there = places.get(key)
    if (there) there.push(indexed)
    else places.set(key, [indexed])
  }
  return (host, path) => {
    const found: Indexed<Rule>[] = []
    for (const place of placesTo(path)) {
      for (const each of places.get(place) ?? []) {
        budget.spend(each.steps)
        if (each.matches(host, path)) found.push(each)
      }
    }
    if (found.length > 1) found.sort((a, b) => a.order - b.order)
    return found.map(({ rule }) => rule)
  }
}

/** Where all lies that a pattern may match, as far as any host tells paths apart: `/blog` of `/blog/*`, `/old` of `/old/`. */
export function placeOf(pattern: string): string {
  const path = isExact(pattern) ? (pathOfPattern(pattern)?.path ?? '/') : folderOf(pattern)
  return keyOf(decodePath(path))
}

/** Lists the places on the way to a path: `''`, `/a`, `/a/b` of `/a/b/`. */
function placesTo(path: string): string[] {
  const key = keyOf(path)
  const places = ['']
  for (let at = key.indexOf('/', 1); at > 0; at = key.indexOf('/', at + 1)) {
    places.push(key.slice(0, at))
  }
  if (key !== '') places.push(key)
  return places
}

function keyOf(path: string): string {
  return path.toLowerCase().replace(/\/$/, '')
}
