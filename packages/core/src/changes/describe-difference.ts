import type { ShapeDifference } from '../shape/compare-shapes.ts'

/** Words in what a text differs from earlier ones: `only a date and hash references`; `other bytes` where one was not looked at. */
export function describeDifference(differences: readonly (ShapeDifference | undefined)[]): string {
  const kinds = new Set<Difference>()
  for (const difference of differences) {
    if (difference === undefined) return 'other bytes'
    if (difference === 'content') return OTHER_CONTENT
    for (const kind of difference) kinds.add(kind)
  }
  const words = DIFFERENCES.filter((kind) => kinds.has(kind)).map((kind) => WORDS[kind])
  return `only ${words.length > 2 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words.join(' and ')}`
}

const OTHER_CONTENT = 'other content'

type Difference = Exclude<ShapeDifference, 'content'>[number]

const DIFFERENCES: readonly Difference[] = ['date', 'hash', 'version', 'order']

const WORDS: Readonly<Record<Difference, string>> = {
  date: 'a date',
  hash: 'hash references',
  version: 'a version',
  order: 'order',
}
