import { DIALECTS, type Dialect } from './dialect.ts'
import { compilePattern, type Matches } from './pattern.ts'
import { decodePath, isExact, pathOfPattern } from './pattern-path.ts'
import type { RedirectRule } from './rules.ts'

/** What is asked for. */
export interface RedirectQuestion {
  readonly host: string
  readonly path: string
  /** True where the build has a file that answers there. */
  readonly isFile: boolean
}

interface Compiled {
  readonly rule: RedirectRule
  readonly matches: Matches
  readonly order: number
}

/**
 * Gives the function that says what these rules do to a request, as one of the hosts reads them: the digests of all that may apply,
 * of which the last always does; '' where none is.
 */
export function createRedirectEffects(
  rules: readonly RedirectRule[],
  dialect: Dialect,
): (question: RedirectQuestion) => string {
  const wild: Compiled[] = []
  const exact = new Map<string, Compiled[]>()
  for (const [order, rule] of rules.entries()) {
    const matches = compileFor(rule, dialect)
    if (!matches) continue
    const compiled = { rule, matches, order }
    if (!isExact(rule.from)) {
      wild.push(compiled)
      continue
    }
    const key = keyOf(decodePath(pathOfPattern(rule.from)?.path ?? ''))
    const known = exact.get(key)
    if (known) known.push(compiled)
    else exact.set(key, [compiled])
  }
  return ({ host, path, isFile }) => {
    const found = [...(exact.get(keyOf(path)) ?? []), ...wild]
      .filter(({ matches }) => matches(host, path))
      .toSorted((a, b) => a.order - b.order)
    const applied: string[] = []
    for (const { rule } of found) {
      if (dialect === 'netlify' && isFile && !rule.force) continue
      applied.push(rule.does)
      if (!rule.when) break
    }
    return applied.join(' ')
  }
}

/** As far as any host tells paths apart. */
function keyOf(path: string): string {
  return path.toLowerCase().replace(/\/$/, '')
}

/** Gives the function that says whether either host applies a rule to a path. */
export function createRedirectMatch(rule: RedirectRule): Matches {
  const readings = DIALECTS.flatMap((dialect) => compileFor(rule, dialect) ?? [])
  return (host, path) => readings.some((matches) => matches(host, path))
}

function compileFor(rule: RedirectRule, dialect: Dialect): Matches | undefined {
  if (dialect === 'cloudflare' && rule.netlify) return undefined
  return compilePattern(rule.from, dialect)
}
