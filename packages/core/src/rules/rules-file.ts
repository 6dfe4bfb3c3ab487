import { isFields, isStrings, type Fields } from '../json.ts'
import { MAX_PATTERN } from './pattern-path.ts'
import { rulesOf, type HeaderRule, type RedirectRule, type Rules } from './rules.ts'

/** Gives the fields of a manifest file that hold rules, a rule a line; none where none were read. */
export function serializeRules({ headers, redirects }: Rules): string[] {
  return [
    ...(headers ? [`"headers": ${jsonLines(headers.map(serializeRule))}`] : []),
    ...(redirects ? [`"redirects": ${jsonLines(redirects.map(serializeRule))}`] : []),
  ]
}

function serializeRule(rule: HeaderRule | RedirectRule): string {
  return `    ${JSON.stringify('for' in rule ? headerFields(rule) : redirectFields(rule))}`
}

/** In an order of our own, whoever made the object. */
function headerFields({ for: pattern, set, unset }: HeaderRule): object {
  return { for: pattern, set, unset }
}

function redirectFields({ from, does, to, force, when, netlify }: RedirectRule): object {
  return { from, does, to, force, when, netlify }
}

/** Gives a JSON list of texts that are JSON, each on a line of its own. */
export function jsonLines(lines: readonly string[]): string {
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`
}

/** Rules that one file may hold; Netlify tests its own reader with 45,000. */
export const MAX_RULES = 100_000

/** Reads the rules in a manifest file, and throws what `bad` makes of a problem. */
export function parseRules(file: Fields, bad: (problem: string) => Error): Rules {
  const read = <Rule>(name: string, toRule: (entry: Fields) => Rule | undefined) => {
    const entries = file[name]
    if (entries === undefined) return undefined
    if (!Array.isArray(entries)) throw bad(`"${name}" is not a list`)
    if (entries.length > MAX_RULES) {
      throw bad(`it has ${entries.length} "${name}", more than ${MAX_RULES}`)
    }
    return entries.map((entry: unknown, index): Rule => {
      const rule = isFields(entry) ? toRule(entry) : undefined
      if (rule === undefined) throw bad(`entry ${index + 1} of "${name}" is no rule`)
      return rule
    })
  }
  return rulesOf({
    headers: read('headers', toHeaderRule),
    redirects: read('redirects', toRedirectRule),
  })
}

function toHeaderRule({ for: pattern, set, unset }: Fields): HeaderRule | undefined {
  if (!isPattern(pattern) || !Array.isArray(set) || !isStrings(unset)) return undefined
  const pairs = set.flatMap((pair: unknown): [string, string][] => {
    if (!isStrings(pair)) return []
    const [name, digest, ...more] = pair
    return name !== undefined && digest !== undefined && more.length === 0 ? [[name, digest]] : []
  })
  return pairs.length === set.length ? { for: pattern, set: pairs, unset } : undefined
}

function toRedirectRule(fields: Fields): RedirectRule | undefined {
  const { from, does, to, force, when, netlify } = fields
  if (!isPattern(from) || typeof does !== 'string') return undefined
  if (to !== undefined && !isPattern(to)) return undefined
  if (when !== undefined && when !== 'query' && when !== 'visitor') return undefined
  return {
    from,
    does,
    ...(to !== undefined && { to }),
    ...(force === true && { force }),
    ...(when !== undefined && { when }),
    ...(netlify === true && { netlify }),
  }
}

function isPattern(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_PATTERN
}

export function hasRules({ headers, redirects }: Rules): boolean {
  return headers !== undefined || redirects !== undefined
}

/** Says whether two builds have the same rules, in the same order. */
export function hasSameRules(one: Rules, other: Rules): boolean {
  return serializeRules(one).join('\n') === serializeRules(other).join('\n')
}
