import { PurgeError } from '@cdn-purge/core'

/** Gives the text that a bundler shows of a failure: message and hint of what a user can mend, the stack of anything else. */
export function toShownText(error: unknown): string {
  if (error instanceof PurgeError) {
    return error.hint === undefined ? error.message : `${error.message}\n${error.hint}`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Gives the error to throw at a bundler that prints what was thrown. */
export function toShownError(error: unknown): unknown {
  if (!(error instanceof PurgeError)) return error
  const text = toShownText(error)
  const shown = new Error(text)
  // Vite and Rollup print nothing but the stack.
  shown.stack = text
  return shown
}
