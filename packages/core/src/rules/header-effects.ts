import type { Budget } from './budget.ts'
import { DIALECTS, type Dialect } from './dialect.ts'
import { createRuleIndex } from './rule-index.ts'
import type { HeaderRule } from './rules.ts'

/** What rules do to the headers of one answer: by name, in lower case, what stands for its values. */
export type HeaderEffects = ReadonlyMap<string, string>

/** Gives the function that says what these rules do to the answers of a path, as one of the hosts reads them. */
export function createHeaderEffects(
  rules: readonly HeaderRule[],
  reading: { readonly dialect: Dialect; readonly budget: Budget },
): (host: string, path: string) => HeaderEffects {
  const { dialect } = reading
  const rulesAt = createRuleIndex(rules, patternFor(dialect), reading)
  return (host, path) => {
    const effects = new Map<string, string>()
    for (const { set, unset } of rulesAt(host, path)) {
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

/** Gives the function that lists those of the rules that either host applies to a path. */
export function createHeaderMatches(
  rules: readonly HeaderRule[],
  budget: Budget,
): (host: string, path: string) => ReadonlySet<HeaderRule> {
  const readings = DIALECTS.map((dialect) =>
    createRuleIndex(rules, patternFor(dialect), { dialect, budget }),
  )
  return (host, path) => new Set(readings.flatMap((rulesAt) => rulesAt(host, path)))
}

/** Netlify takes paths only. */
function patternFor(dialect: Dialect): (rule: HeaderRule) => string | undefined {
  return (rule) => (dialect === 'netlify' && !rule.for.startsWith('/') ? undefined : rule.for)
}
