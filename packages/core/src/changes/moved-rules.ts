import { folderOf, isExact, pathOfPattern } from '../rules/pattern-path.ts'
import type { RedirectRule } from '../rules/rules.ts'

interface Moved {
  readonly before: readonly RedirectRule[]
  readonly after: readonly RedirectRule[]
  /** All rules that stand elsewhere, or in one of the lists only. */
  readonly differing: readonly RedirectRule[]
}

/** True for a rule that both lists have, and that no other one which stands elsewhere may get before. */
export function isMovedInVain(rule: RedirectRule, { before, after, differing }: Moved): boolean {
  const key = JSON.stringify(rule)
  const isIt = (other: RedirectRule) => JSON.stringify(other) === key
  if (!before.some(isIt) || !after.some(isIt)) return false
  return differing.every((other) => isIt(other) || !mayMeet(rule.from, other.from))
}

/** False only where no path can match both. */
function mayMeet(one: string, other: string): boolean {
  const [a, b] = [beginningOf(one), beginningOf(other)]
  return a.startsWith(b) || b.startsWith(a)
}

/** What every path that matches begins with, as far as letters, slashes and encodings are no matter. */
function beginningOf(pattern: string): string {
  const path = isExact(pattern) ? (pathOfPattern(pattern)?.path ?? '/') : folderOf(pattern)
  return path.toLowerCase().replace(/\/$/, '')
}
