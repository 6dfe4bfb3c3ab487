import { lastLine } from './theatre.ts'
import type { Called } from './command.ts'

/** What the first deploy that nobody killed said; where a fault stopped it, the one after it had to succeed. */
export type Saying = (typeof SAYINGS)[number]

export const SAYINGS = ['fresh', 'nothing to do', 'unproven', 'only the second'] as const

const BEGINNINGS: ReadonlyMap<string, Saying> = new Map([
  ['Fresh:', 'fresh'],
  ['Nothing to do:', 'nothing to do'],
  ['Done, unproven:', 'unproven'],
])

/** @throws {Error} where a call that succeeded ends with none of the lines that say so. */
export function sayingOf(called: Called): Saying {
  const line = lastLine(called)
  for (const [beginning, saying] of BEGINNINGS) if (line.startsWith(beginning)) return saying
  throw new Error(`It succeeded and said "${line}".`)
}
