/**
 * Lists the rules that stand between what two lists have in common at their beginning and at their end: what none of them matches
 * meets the same rules in the same order.
 */
export function differingRules<Rule>(
  before: readonly Rule[],
  after: readonly Rule[],
  keyOf: (rule: Rule) => string,
): Rule[] {
  const [old, now] = [before.map(keyOf), after.map(keyOf)]
  const shorter = Math.min(old.length, now.length)
  let start = 0
  while (start < shorter && old[start] === now[start]) start++
  let end = 0
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end++
  const rules = new Map<string, Rule>()
  for (const rule of before.slice(start, before.length - end)) rules.set(keyOf(rule), rule)
  for (const rule of after.slice(start, after.length - end)) rules.set(keyOf(rule), rule)
  return [...rules.values()]
}
