import {
  describeSharedCause,
  sharedCauses,
  type Plan,
  type SharedCause,
  type StampKind,
} from '@cdn-purge/core'
import type { BuiltText } from '../build/built-text.ts'
import { findExample } from './find-example.ts'
import { hintFor } from './hints.ts'

/** What changed on all of them is on each; so many are enough to see it. */
const MAX_TEXTS = 12

/** Gives the plan with an example of what changed on many pages at once, and with a hint how that could stop. */
export async function explainCauses(plan: Plan, textOf: BuiltText): Promise<Plan> {
  const explained = new Map<string, string>()
  const added = new Set(
    plan.changes.flatMap(({ kind, path }) => (kind === 'added' ? [baseName(path)] : [])),
  )
  for (const cause of sharedCauses(plan.changes)) {
    const said = describeSharedCause(cause)
    explained.set(said, [said, ...(await explain(cause, textOf, added))].join(' '))
  }
  if (explained.size === 0) return plan
  const notes = plan.notes.map((note) => ({ ...note, text: explained.get(note.text) ?? note.text }))
  return { ...plan, notes }
}

async function explain(
  { reason, paths }: SharedCause,
  textOf: BuiltText,
  added: ReadonlySet<string>,
): Promise<string[]> {
  const kind = KINDS.find(([words]) => reason.includes(words))?.[1]
  if (kind === undefined) return []
  const texts: string[] = []
  // Neighbours are more alike than pages from all over the site.
  const step = Math.max(1, Math.floor(paths.length / MAX_TEXTS))
  for (let index = 0; index < paths.length && texts.length < MAX_TEXTS; index += step) {
    const text = await textOf(paths[index] ?? '')
    if (text !== undefined) texts.push(text)
  }
  const [first] = texts
  if (first === undefined) return []
  const example = findExample(texts, kind, added)
  return [...(example === undefined ? [] : [`Most likely here: ${example}`]), hintFor(first, kind)]
}

const KINDS: readonly (readonly [words: string, kind: StampKind])[] = [
  ['a date', 'date'],
  ['hash references', 'hash'],
  ['a version', 'version'],
]

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
