import type { Note } from '@cdn-purge/core'

/** What a run came to: the last line it prints, never two of them at once. */
export type Result =
  | { readonly kind: 'nothing-to-do'; readonly why: string }
  /** Records continuous, every batch accepted, this build live, and every checked URL answers with the right bytes. */
  | ({ readonly kind: 'fresh'; readonly checked: number } & About)
  | ({ readonly kind: 'unproven'; readonly reasons: readonly Note[] } & About)
  | { readonly kind: 'not-fresh'; readonly reasons: readonly Note[]; readonly todo: string }

interface About {
  /** Why more than the changed URLs was purged, a sentence: see `widerThanChanges`. */
  readonly wider?: string
}

/** Gives the process's exit code: 0 done, 1 something may be stale. */
export function exitCode(result: Result, requireProof: boolean): 0 | 1 {
  if (result.kind === 'not-fresh') return 1
  return result.kind === 'unproven' && requireProof ? 1 : 0
}

/** Gives the last line, in the four wordings that are never mixed up. */
export function resultLine(result: Result): string {
  switch (result.kind) {
    case 'nothing-to-do':
      return `Nothing to do: ${result.why}.`
    case 'fresh':
      return `Fresh: ${result.checked} URL${result.checked === 1 ? '' : 's'} checked through the edge, all as built.${aside(result.wider)}`
    case 'unproven':
      return `Done, unproven: ${sentences(result.reasons)}${aside(result.wider)}`
    case 'not-fresh':
      return `Not fresh: ${sentences(result.reasons)} ${result.todo}`
    default: {
      const never: never = result
      return never
    }
  }
}

function aside(sentence: string | undefined): string {
  return sentence === undefined ? '' : ` ${sentence}`
}

function sentences(notes: readonly Note[]): string {
  return notes.map(({ text }) => text).join(' ')
}
