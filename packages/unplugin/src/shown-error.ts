import { PurgeError } from '@cdn-purge/core'

/** Gives the text that a bundler shows of a failure: message and hint of what a user can mend, the stack of anything else. */
export function toShownText(error: unknown): string {
  if (error instanceof PurgeError) {
    return error.hint === undefined ? error.message : `${error.message}\n${error.hint}`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Gives the error to throw at a bundler that prints what was thrown. `toStack` makes the stack of what a user can mend. */
export function toShownError(error: unknown, toStack: (text: string) => string): unknown {
  if (!(error instanceof PurgeError)) return error
  const text = toShownText(error)
  const shown = new Error(text)
  shown.stack = toStack(text)
  return shown
}
