import { PurgeError } from '@cdn-purge/core'
import type { Dispatcher } from 'undici'
import type { Credentials } from './credentials.ts'
import { isPlan, type CloudflarePlan } from './limits.ts'
import { quoted } from './text.ts'

/** What a single call may set, beside or instead of what the client was made with. */
export interface RequestOptions {
  /** Aborting it ends the call with `interrupted`, in a request or in the wait before the next. */
  readonly signal?: AbortSignal
  /** For one attempt, from its first byte to the last of the answer. @default 30000 */
  readonly timeoutMs?: number
  /** Attempts after the first, 0 to 10. @default 4 */
  readonly maxRetries?: number
  /** Sent beside those of the client; never those that authenticate. */
  readonly headers?: Readonly<Record<string, string>>
  /** Decides how many targets one request may carry. @default 'free' */
  readonly plan?: CloudflarePlan
  /**
   * `'wait'` waits as the API asks and sends it again; `'throw'` leaves that to the caller: the error `rate-limited` has `details.retryAfterMs`,
   * if the API said it.
   *
   * @default 'wait'
   */
  readonly onRateLimit?: 'wait' | 'throw'
}

/** An attempt that failed and will be repeated. */
export interface RetryNotice {
  /** Attempts so far, 1 or more. */
  readonly attempts: number
  readonly delayMs: number
  /** Why the last one failed. */
  readonly error: PurgeError
}

export interface CloudflareOptions extends Omit<RequestOptions, 'signal'> {
  readonly credentials: Credentials
  /** @default 'https://api.cloudflare.com/client/v4' */
  readonly baseURL?: string
  /** Carries the requests; it is not closed by the client. @default an `EnvHttpProxyAgent`, which follows `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` */
  readonly dispatcher?: Dispatcher
  /** Waits between attempts. @default a timer */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
  /** In [0, 1). @default Math.random */
  readonly random?: () => number
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number
  readonly onRetry?: (notice: RetryNotice) => void
}

/** What a call uses once its own options and those of the client are put together. */
export interface CallSettings {
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
  readonly maxRetries: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly plan: CloudflarePlan
  readonly onRateLimit: 'wait' | 'throw'
}

const DEFAULT_BASE_URL = 'https://api.cloudflare.com/client/v4'

const DEFAULT_TIMEOUT_MS = 30_000
const DEFAULT_MAX_RETRIES = 4
const MOST_RETRIES = 10
const MOST_TIMEOUT_MS = 2 ** 31 - 1

const AUTHENTICATION_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'x-auth-email',
  'x-auth-key',
  'x-auth-user-service-key',
])

/**
 * Puts a call's own options over those of the client.
 *
 * @throws {PurgeError} `bad-option`
 */
export function resolveCall(
  client: Omit<RequestOptions, 'signal'>,
  call: RequestOptions = {},
): CallSettings {
  const settings: CallSettings = {
    signal: call.signal,
    timeoutMs: call.timeoutMs ?? client.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxRetries: call.maxRetries ?? client.maxRetries ?? DEFAULT_MAX_RETRIES,
    headers: { ...plainHeaders(client.headers), ...plainHeaders(call.headers) },
    plan: call.plan ?? client.plan ?? 'free',
    onRateLimit: call.onRateLimit ?? client.onRateLimit ?? 'wait',
  }
  const { timeoutMs, maxRetries, plan } = settings
  if (!(timeoutMs > 0 && timeoutMs <= MOST_TIMEOUT_MS)) {
    throw new PurgeError('bad-option', `\`timeoutMs\` is ${timeoutMs}, which is no time to wait.`)
  }
  if (!Number.isInteger(maxRetries) || maxRetries < 0 || maxRetries > MOST_RETRIES) {
    throw new PurgeError(
      'bad-option',
      `\`maxRetries\` is ${maxRetries}, but must be a whole number from 0 to ${MOST_RETRIES}.`,
    )
  }
  if (!isPlan(plan)) {
    throw new PurgeError(
      'bad-option',
      `\`plan\` is ${quoted(plan)}, but must be "free", "pro", "business" or "enterprise".`,
    )
  }
  return settings
}

/**
 * Gives the base URL without a slash at its end.
 *
 * @throws {PurgeError} `bad-option`
 */
export function resolveBaseUrl(baseURL: string = DEFAULT_BASE_URL): URL {
  const url = URL.canParse(baseURL) ? new URL(baseURL) : undefined
  const fault =
    url === undefined || !/^https?:$/.test(url.protocol)
      ? 'is no URL of the form "https://…"'
      : url.username !== '' || url.password !== ''
        ? 'holds a user name or a password'
        : url.search !== '' || url.hash !== ''
          ? 'has a query or a fragment'
          : undefined
  // The value is not shown: it may hold the password that it is refused for.
  if (url === undefined || fault !== undefined) {
    throw new PurgeError('bad-option', `\`baseURL\` ${fault}.`, {
      hint: `Leave it out for "${DEFAULT_BASE_URL}".`,
    })
  }
  url.pathname = url.pathname.replace(/\/+$/, '')
  return url
}

function plainHeaders(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  const plain = Object.entries(headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    value,
  ])
  for (const [name, value] of plain) {
    if (AUTHENTICATION_HEADERS.has(name)) {
      throw new PurgeError('bad-option', `\`headers\` sets "${name}".`, {
        hint: 'Requests are authenticated by `credentials` only.',
      })
    }
    // The value is not shown: headers carry secrets.
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new PurgeError(
        'bad-option',
        `\`headers\` sets ${quoted(name)} to what no header can be.`,
      )
    }
  }
  return Object.fromEntries(plain)
}
