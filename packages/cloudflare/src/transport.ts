import { PurgeError } from '@cdn-purge/core'
import type { Dispatcher } from 'undici'
import { attempt, type Attempt } from './attempt.ts'
import type { CallSettings, RetryNotice } from './options.ts'
import type { ApiRequest } from './request.ts'
import { readAnswer, type Answer, type AnswerContext, type Envelope } from './response.ts'
import { askedDelayMs, retryDelayMs, type Failure } from './retry.ts'

/** What every request of one client has in common. */
export interface Transport {
  readonly dispatcher: Dispatcher
  /** Without a slash at its end. */
  readonly baseUrl: URL
  /** Those that authenticate. */
  readonly headers: Readonly<Record<string, string>>
  readonly redact: (text: string) => string
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly random: () => number
  readonly now: () => number
  readonly onRetry: (notice: RetryNotice) => void
}

/**
 * Sends a request, repeats it where that can help, and reads the answer.
 *
 * @throws {PurgeError} those of `readAnswer`, `api-unreachable`, and `interrupted` once the signal is aborted; each says how often it was tried.
 */
export async function send<Result>(
  transport: Transport,
  request: ApiRequest,
  settings: CallSettings,
  read: (envelope: Envelope, answer: Answer, context: AnswerContext) => Result,
): Promise<Result> {
  const { signal, maxRetries } = settings
  const url = new URL(`${transport.baseUrl.href.replace(/\/$/, '')}${request.path}`)
  const headers = {
    accept: 'application/json',
    'user-agent': 'cdn-purge-cloudflare',
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...settings.headers,
    ...transport.headers,
  }
  const body = request.body === undefined ? null : JSON.stringify(request.body)
  const context: AnswerContext = { request, redact: transport.redact }
  const failures: Failure[] = []

  for (;;) {
    if (isAborted(signal)) throw interrupted(request, failures.length, signal)
    const { dispatcher } = transport
    const { method, maxAnswerBytes } = request
    const { timeoutMs } = settings
    const made = await attempt({
      dispatcher,
      url,
      method,
      headers,
      body,
      timeoutMs,
      signal,
      maxAnswerBytes,
    })
    if (made.kind === 'aborted') throw interrupted(request, failures.length + 1, signal)
    const outcome = outcomeOf(
      made,
      (answer) => read(readAnswer(answer, context), answer, context),
      {
        request,
        host: url.host,
        timeoutMs,
      },
    )
    if (outcome.kind === 'done') return outcome.result

    failures.push(outcome.failure)
    if (settings.onRateLimit === 'throw' && outcome.error.code === 'rate-limited') {
      const { failure, error } = outcome
      throw withDetails(error, failures.length, askedBy(failure, transport.now()))
    }
    const { random, now, onRetry, sleep } = transport
    const delayMs = retryDelayMs({ failures, maxRetries, random: random(), nowMs: now() })
    if (delayMs === undefined) throw withDetails(outcome.error, failures.length)
    onRetry({ attempts: failures.length, delayMs, error: outcome.error })
    try {
      await sleep(delayMs, signal)
    } catch (error) {
      if (isAborted(signal)) throw interrupted(request, failures.length, signal)
      throw error
    }
  }
}

type Outcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly error: PurgeError; readonly failure: Failure }

function outcomeOf<Result>(
  made: Exclude<Attempt, { readonly kind: 'aborted' }>,
  read: (answer: Answer) => Result,
  about: { readonly request: ApiRequest; readonly host: string; readonly timeoutMs: number },
): Outcome<Result> {
  if (made.kind !== 'answered') {
    return { kind: 'failed', error: unreachable(made, about), failure: { kind: 'no-answer' } }
  }
  const { answer } = made
  try {
    return { kind: 'done', result: read(answer) }
  } catch (error) {
    if (!(error instanceof PurgeError)) throw error
    const { status, headers } = answer
    const failure: Failure =
      answer.incomplete === 'cut'
        ? { kind: 'no-answer' }
        : { kind: 'answer', status, headers, rateLimited: error.code === 'rate-limited' }
    return { kind: 'failed', error, failure }
  }
}

function unreachable(
  made: Extract<Attempt, { readonly kind: 'timed-out' | 'unreachable' }>,
  about: { readonly request: ApiRequest; readonly host: string; readonly timeoutMs: number },
): PurgeError {
  const { request, host, timeoutMs } = about
  const message =
    made.kind === 'timed-out'
      ? `Could not ${request.what}: ${host} did not answer within ${timeoutMs} ms.`
      : `Could not ${request.what}: could not reach ${host}${reasonOf(made.cause)}.`
  return new PurgeError('api-unreachable', message, {
    hint: 'Check the network, and the proxy variables if there is a proxy. Sending it again is safe.',
    ...(made.kind === 'timed-out' ? {} : { cause: made.cause }),
  })
}

/** Only the code: a library's message may quote what was sent. */
function reasonOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? ` (${cause.code})`
    : ''
}

function askedBy(failure: Failure, nowMs: number): { readonly retryAfterMs?: number } {
  const retryAfterMs = failure.kind === 'answer' ? askedDelayMs(failure.headers, nowMs) : undefined
  return retryAfterMs === undefined ? {} : { retryAfterMs }
}

function withDetails(
  error: PurgeError,
  attempts: number,
  more: Readonly<Record<string, unknown>> = {},
): PurgeError {
  return new PurgeError(error.code, `${error.message} ${tried(attempts)}`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.cause === undefined ? {} : { cause: error.cause }),
    details: { ...error.details, attempts, ...more },
  })
}

function interrupted(
  request: ApiRequest,
  attempts: number,
  signal: AbortSignal | undefined,
): PurgeError {
  return new PurgeError(
    'interrupted',
    `Could not ${request.what}: interrupted. ${tried(attempts)}`,
    {
      hint: 'Sending it again is safe.',
      cause: signal?.reason,
      details: { attempts },
    },
  )
}

// A function, as the signal may change at every await, which the compiler does not expect.
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}

function tried(attempts: number): string {
  if (attempts === 0) return 'Nothing was sent.'
  return attempts === 1 ? 'Tried once.' : `Tried ${attempts} times.`
}
