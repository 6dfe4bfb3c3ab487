import type { Budget } from './budget.ts'
import { DIALECTS, type Dialect } from './dialect.ts'
import { createRuleIndex } from './rule-index.ts'
import type { RedirectRule } from './rules.ts'

/** What is asked for. */
export interface RedirectQuestion {
  readonly host: string
  readonly path: string
  /** True where the build has a file that answers there. */
  readonly isFile: boolean
}

/**
 * Gives the function that says what these rules do to a request, as one of the hosts reads them: the digests of all that may apply,
 * of which the last always does; '' where none is.
 */
export function createRedirectEffects(
  rules: readonly RedirectRule[],
  reading: { readonly dialect: Dialect; readonly budget: Budget },
): (question: RedirectQuestion) => string {
  const { dialect } = reading
  const rulesAt = createRuleIndex(rules, patternFor(dialect), reading)
  return ({ host, path, isFile }) => {
    // The same once more, under the same condition, is never reached.
    const applied = new Set<string>()
    for (const rule of rulesAt(host, path)) {
      if (dialect === 'netlify' && isFile && !rule.force) continue
      applied.add(rule.does)
      if (!rule.when) break
    }
    return [...applied].join(' ')
  }
}

/** Gives the function that lists those of the rules that either host applies to a path. */
export function createRedirectMatches(
  rules: readonly RedirectRule[],
  budget: Budget,
): (host: string, path: string) => ReadonlySet<RedirectRule> {
  const readings = DIALECTS.map((dialect) =>
    createRuleIndex(rules, patternFor(dialect), { dialect, budget }),
  )
  return (host, path) => new Set(readings.flatMap((rulesAt) => rulesAt(host, path)))
}

function patternFor(dialect: Dialect): (rule: RedirectRule) => string | undefined {
  return ({ from, netlify }) => (dialect === 'cloudflare' && netlify ? undefined : from)
}
