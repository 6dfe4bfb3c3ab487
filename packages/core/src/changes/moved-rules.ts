import type { Budget } from '../rules/budget.ts'
import { placeOf } from '../rules/rule-index.ts'
import type { RedirectRule } from '../rules/rules.ts'

export interface MovedInput {
  readonly before: readonly RedirectRule[]
  readonly after: readonly RedirectRule[]
  /** All rules that stand elsewhere, or in one of the lists only. */
  readonly differing: readonly RedirectRule[]
  readonly budget: Budget
}

/** Gives the function that is true for a rule which both lists have, and that no other one which stands elsewhere may get before. */
export function createMovedInVain({
  before,
  after,
  differing,
  budget,
}: MovedInput): (rule: RedirectRule) => boolean {
  const old = new Set(before.map(keyOf))
  const now = new Set(after.map(keyOf))
  const places = differing.map((rule) => ({ key: keyOf(rule), place: placeOf(rule.from) }))
  return (rule) => {
    const key = keyOf(rule)
    if (!old.has(key) || !now.has(key)) return false
    budget.spend(places.length)
    const place = placeOf(rule.from)
    return places.every((other) => other.key === key || !mayMeet(place, other.place))
  }
}

/** False only where no path can lie in both. */
function mayMeet(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one)
}

function keyOf(rule: RedirectRule): string {
  return JSON.stringify(rule)
}
