/** One attempt that brought no result. */
export type Failure =
  /** The connection failed, broke off, or took too long. */
  | { readonly kind: 'no-answer' }
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly rateLimited: boolean
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
    }

/** Longer than this is never waited, whatever the API asks for. */
export const MAX_RETRY_DELAY_MS = 60_000

const BACKOFF_MS = 500
const MAX_BACKOFF_MS = 8_000
/** A token comes back every 12 seconds on the Free plan, sooner on the others. */
const RATE_LIMIT_BACKOFF_MS = 4_000

/**
 * How long to wait before the next attempt, in milliseconds, or undefined when there should be none. Purges are
 * idempotent, so an attempt that was lost may be repeated.
 *
 * `failures` are all attempts so far, the newest last; `random` is in [0, 1).
 */
export function retryDelayMs(options: {
  readonly failures: readonly Failure[]
  readonly maxRetries: number
  readonly random: number
  readonly nowMs: number
}): number | undefined {
  const { failures, maxRetries, random, nowMs } = options
  const failure = failures.at(-1)
  if (failure === undefined || failures.length > maxRetries) return undefined
  if (!isWorthRetrying(failure, failures)) return undefined

  const asked = failure.kind === 'answer' ? askedDelayMs(failure.headers, nowMs) : undefined
  // Never earlier than asked for; a little later, so that many clients do not come back at once.
  if (asked !== undefined) return Math.min(MAX_RETRY_DELAY_MS, asked * (1 + random / 10))
  const limited = failure.kind === 'answer' && failure.rateLimited
  const exponential = 2 ** (failures.length - 1)
  const full = limited
    ? Math.min(MAX_RETRY_DELAY_MS, RATE_LIMIT_BACKOFF_MS * exponential)
    : Math.min(MAX_BACKOFF_MS, BACKOFF_MS * exponential)
  return full * (1 - random / 4)
}

function isWorthRetrying(failure: Failure, failures: readonly Failure[]): boolean {
  if (failure.kind === 'no-answer' || failure.rateLimited) return true
  const { status } = failure
  // Valid credentials are refused now and then; twice means that they are not valid.
  if (status === 401) {
    return failures.filter((one) => one.kind === 'answer' && one.status === 401).length === 1
  }
  return status === 408 || status === 409 || status === 429 || status >= 500
}

/** How long an answer asks to wait, in milliseconds, by `Retry-After` or by a policy of `Ratelimit` that has nothing left. */
export function askedDelayMs(
  headers: Extract<Failure, { kind: 'answer' }>['headers'],
  nowMs: number,
): number | undefined {
  const retryAfter = single(headers['retry-after'])
  const delays = [
    retryAfter === undefined ? undefined : retryAfterMs(retryAfter, nowMs),
    ...exhaustedMs(single(headers['ratelimit']) ?? ''),
  ].filter((delay) => delay !== undefined && delay > 0)
  return delays.length === 0 ? undefined : Math.max(...delays.map(Number))
}

/** Seconds, or a date. @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterMs(value: string, nowMs: number): number | undefined {
  if (/^\d{1,9}(\.\d+)?$/.test(value.trim())) return Number(value) * 1000
  const date = /[a-z]/i.test(value) ? Date.parse(value) : NaN
  return Number.isNaN(date) ? undefined : date - nowMs
}

/**
 * Until when the policies that have nothing left reset: `"default";r=0;t=30` gives 30,000.
 *
 * @see https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
function exhaustedMs(value: string): number[] {
  return value.split(',').flatMap((policy) => {
    const left = /;\s*r=(\d{1,9})(?!\d)/.exec(policy)?.[1]
    const reset = /;\s*t=(\d{1,9})(?!\d)/.exec(policy)?.[1]
    return left !== undefined && Number(left) === 0 && reset !== undefined
      ? [Number(reset) * 1000]
      : []
  })
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value.join(', ') : value
}
