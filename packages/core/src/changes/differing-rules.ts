/**
 * Lists the rules that one of two lists lacks, and those that both have with others between: what none of them matches meets the same
 * rules in the same order.
 */
export function differingRules<Rule>(before: readonly Rule[], after: readonly Rule[]): Rule[] {
  const [old, now] = [byKey(before), byKey(after)]
  const [oldShared, nowShared] = [old, now].map((rules) =>
    [...rules.keys()].filter((key) => old.has(key) && now.has(key)),
  )
  const moved = between(oldShared ?? [], nowShared ?? [])
  const isDiffering = (key: string) => !old.has(key) || !now.has(key) || moved.has(key)
  return [...new Map([...old, ...now])].flatMap(([key, rule]) => (isDiffering(key) ? [rule] : []))
}

/** A rule that stands there twice is one in each place. */
function byKey<Rule>(rules: readonly Rule[]): Map<string, Rule> {
  const found = new Map<string, Rule>()
  const counts = new Map<string, number>()
  for (const rule of rules) {
    const text = JSON.stringify(rule)
    const count = counts.get(text) ?? 0
    counts.set(text, count + 1)
    found.set(`${count} ${text}`, rule)
  }
  return found
}

/** What stands between the common beginning and the common end of two orders of the same. */
function between(old: readonly string[], now: readonly string[]): ReadonlySet<string> {
  let start = 0
  while (start < old.length && old[start] === now[start]) start++
  let end = 0
  while (end < old.length - start && old.at(-1 - end) === now.at(-1 - end)) end++
  return new Set(old.slice(start, old.length - end))
}
