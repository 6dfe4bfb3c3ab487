import { PurgeError } from '@cdn-purge/core'

/** What a store was asked for, worded to follow "Could not". */
export type Attempt =
  | { readonly kind: 'get' | 'put' | 'delete'; readonly key: string }
  | { readonly kind: 'list'; readonly prefix: string }
  | { readonly kind: 'lease'; readonly name: string }

/**
 * The error of a store that is no folder: `Could not read "records/1" from redis://host:6379: …`.
 * It has no cause: errors of drivers hold requests and commands, and so credentials.
 */
export function storeError(
  attempt: Attempt,
  where: string,
  answer: { readonly why: string; readonly hint?: string | undefined },
): PurgeError {
  const { why, hint } = answer
  return new PurgeError('store-failed', `Could not ${word(attempt, where)}: ${endless(why)}.`, {
    details: { where },
    ...(hint === undefined ? {} : { hint }),
  })
}

function word(attempt: Attempt, where: string): string {
  switch (attempt.kind) {
    case 'get':
      return `read ${JSON.stringify(attempt.key)} from ${where}`
    case 'put':
      return `write ${JSON.stringify(attempt.key)} to ${where}`
    case 'delete':
      return `delete ${JSON.stringify(attempt.key)} from ${where}`
    case 'list':
      return `list the keys that begin with ${JSON.stringify(attempt.prefix)} in ${where}`
    case 'lease':
      return `take the lock ${JSON.stringify(attempt.name)} in ${where}`
    default: {
      const never: never = attempt
      return never
    }
  }
}

/** Without the full stop that many answers bring along, on one line, and not longer than people read. */
function endless(why: string): string {
  return why
    .replace(/\s+/g, ' ')
    .slice(0, 300)
    .replace(/[.\s]+$/, '')
}

/** Gives what an error says; the parts of an error that is made of several. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return [...new Set(error.errors.map(reasonOf))].join(', ')
  }
  if (!(error instanceof Error)) return String(error)
  return error.message || error.name
}
