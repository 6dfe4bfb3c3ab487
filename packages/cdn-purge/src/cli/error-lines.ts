import { PurgeError, type PurgeErrorCode } from '@cdn-purge/core'

/** The user can put these right without looking at the edge or the network: exit code 2. */
const WRONG_USE: ReadonlySet<PurgeErrorCode> = new Set<PurgeErrorCode>([
  'bad-option',
  'bad-manifest',
  'bad-plan',
  'bad-credentials',
  'unknown-zone',
  'unknown-environment',
])

/** Gives the exit code for an error: 2 where usage or configuration is wrong, else 1. */
export function errorExitCode(error: unknown): 1 | 2 {
  return error instanceof PurgeError && WRONG_USE.has(error.code) ? 2 : 1
}

/** Words an error for people: what happened, then what to do; the stack only where somebody debugs. */
export function errorLines(error: unknown, debug: boolean): string[] {
  const { message, hint } = errorFields(error)
  const stack = debug && error instanceof Error ? stackLines(error) : []
  return [`Error: ${message}`, ...(hint === undefined ? [] : [hint]), ...stack]
}

export interface ErrorFields {
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** Gives an error for programs: the `error` field of every JSON object. */
export function errorFields(error: unknown): ErrorFields {
  if (error instanceof PurgeError) {
    const { code, message, hint } = error
    return { code, message, ...(hint === undefined ? {} : { hint }) }
  }
  return {
    code: 'unexpected',
    message: error instanceof Error ? error.message : String(error),
    hint: 'This is no failure that was expected. `DEBUG=cdn-purge` shows where it came from.',
  }
}

function stackLines(error: Error): string[] {
  const cause = error.cause instanceof Error ? ['Caused by:', ...stackLines(error.cause)] : []
  return [...(error.stack ?? '').split('\n'), ...cause]
}
