import { DIALECTS, type Dialect } from './dialect.ts'
import { compilePattern, type Matches } from './pattern.ts'
import type { HeaderRule } from './rules.ts'

/** What rules do to the headers of one answer: by name, in lower case, what stands for its values. */
export type HeaderEffects = ReadonlyMap<string, string>

/** Gives the function that says what these rules do to the answers of a path, as one of the hosts reads them. */
export function createHeaderEffects(
  rules: readonly HeaderRule[],
  dialect: Dialect,
): (host: string, path: string) => HeaderEffects {
  const compiled = rules.flatMap((rule) => {
    const matches = compileFor(rule, dialect)
    return matches ? [{ ...rule, matches }] : []
  })
  return (host, path) => {
    const effects = new Map<string, string>()
    for (const { matches, set, unset } of compiled) {
      if (!matches(host, path)) continue
      // To Netlify such lines say nothing.
      if (dialect === 'cloudflare') for (const name of unset) effects.set(name, TAKEN)
      for (const [name, digest] of set) {
        const before = effects.get(name)
        effects.set(name, before === undefined || before === TAKEN ? digest : `${before} ${digest}`)
      }
    }
    return effects
  }
}

/** Stands for a header that even the host's own defaults do not set. */
const TAKEN = '!'

/** Gives the function that says whether either host applies a rule to a path. */
export function createHeaderMatch(rule: HeaderRule): Matches {
  const readings = DIALECTS.flatMap((dialect) => compileFor(rule, dialect) ?? [])
  return (host, path) => readings.some((matches) => matches(host, path))
}

/** Netlify takes paths only. */
function compileFor(rule: HeaderRule, dialect: Dialect): Matches | undefined {
  if (dialect === 'netlify' && !rule.for.startsWith('/')) return undefined
  return compilePattern(rule.for, dialect)
}
