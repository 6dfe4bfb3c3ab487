import { PurgeError, type PurgeErrorCode } from '@cdn-purge/core'
import { readApiErrors, type ApiErrors } from './api-errors.ts'
import { hintFor } from './hints.ts'
import { isFields } from './json.ts'
import type { ApiRequest } from './request.ts'
import { shown } from './text.ts'

/** An answer of the API as it came, read to its end or to the most that is read. */
export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
  /** Why the text is not all of the answer. */
  readonly incomplete?: 'cut' | 'oversized'
}

/** What a successful answer holds. */
export interface Envelope {
  /** Null where the API says so, for instance for a purge that it gives no id of. */
  readonly result: unknown
  /** How a listing goes on: `{ page: 1, total_pages: 3 }`. */
  readonly resultInfo: unknown
}

/** What is said about a request whose answer is read. */
export interface AnswerContext {
  readonly request: Pick<ApiRequest, 'what' | 'permission'>
  /** Blots the credentials out of whatever the answer says. */
  readonly redact: (text: string) => string
}

/**
 * Codes of a purge rate limit: today's, and those that older answers had for each kind.
 *
 * @see https://developers.cloudflare.com/api/resources/cache/methods/purge/
 */
const RATE_LIMIT_CODES: ReadonlySet<number> = new Set([1134, 1083, 1102, 1113])

/** @see https://developers.cloudflare.com/api/resources/cache/methods/purge_environment/ */
const URL_REFUSED_CODE = 1136

/**
 * Reads the envelope of an answer.
 *
 * @throws {PurgeError} `url-refused`, `rate-limited` or `api-refused` with `details` `{ status, codes, pointers, documentationUrls, chain, rayId? }`;
 *   `api-unreadable` with `{ status }`.
 */
export function readAnswer(answer: Answer, context: AnswerContext): Envelope {
  const { status } = answer
  const parsed = parseEnvelope(answer)
  const succeeded = status >= 200 && status < 300
  // A 200 can still say `success: false`.
  if (parsed.kind === 'envelope' && succeeded && parsed.fields['success'] === true) {
    const { result, result_info: resultInfo } = parsed.fields
    if (result === undefined) throw unreadable(answer, context, 'without a `result`')
    return { result, resultInfo }
  }
  if (parsed.kind === 'envelope' && typeof parsed.fields['success'] === 'boolean') {
    throw refusal(answer, context, readApiErrors(parsed.fields['errors'], context.redact))
  }
  if (status === 429) throw refusal(answer, context, readApiErrors([], context.redact))
  throw unreadable(answer, context, parsed.kind === 'envelope' ? 'without `success`' : parsed.fault)
}

/** What a purge is answered with: an id, or null where the API gave none. */
export type Receipt = { readonly id: string } | null

/**
 * Reads the result of a purge.
 *
 * @throws {PurgeError} `api-unreadable`
 */
export function readReceipt({ result }: Envelope, answer: Answer, context: AnswerContext): Receipt {
  if (result === null) return null
  const id = isFields(result) ? result['id'] : undefined
  if (typeof id !== 'string' || id === '') throw unreadable(answer, context, 'without an `id`')
  return { id: shown(context.redact(id)) }
}

/** Gives the error for an answer that makes no sense; `fault` completes "answered 200 …". */
export function unreadable(answer: Answer, context: AnswerContext, fault: string): PurgeError {
  return new PurgeError(
    'api-unreadable',
    `Could not ${context.request.what}: Cloudflare answered ${answer.status} ${fault}.`,
    {
      hint: hintForUnreadable(answer),
      details: { status: answer.status, ...rayId(answer, context) },
    },
  )
}

type Parsed =
  | { readonly kind: 'envelope'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: 'unreadable'; readonly fault: string }

function parseEnvelope({ text, incomplete }: Answer): Parsed {
  if (incomplete === 'oversized') {
    return { kind: 'unreadable', fault: 'with more than is ever read' }
  }
  if (incomplete === 'cut') return { kind: 'unreadable', fault: 'and broke off' }
  if (text.trim() === '') return { kind: 'unreadable', fault: 'with nothing' }
  try {
    const value: unknown = JSON.parse(text)
    if (isFields(value)) return { kind: 'envelope', fields: value }
    return { kind: 'unreadable', fault: 'with JSON that is no object' }
  } catch {
    // The parser's own message quotes the text, which may hold anything.
    return {
      kind: 'unreadable',
      fault: `with ${/^\s*</.test(text) ? 'HTML' : 'text'} instead of JSON`,
    }
  }
}

function refusal(answer: Answer, context: AnswerContext, errors: ApiErrors): PurgeError {
  const { status } = answer
  const { codes, messages, pointers, documentationUrls, chain } = errors
  const said =
    messages.length > 0
      ? messages.join('; ')
      : status >= 200 && status < 300
        ? '`success: false` without an error'
        : 'no reason was given'
  const hint = hintFor({
    status,
    codes: [...codes, ...chain.map(({ code }) => code)],
    permission: context.request.permission,
  })
  return new PurgeError(
    refusalCode(status, errors),
    `Could not ${context.request.what}: Cloudflare answered ${status}: ${said}.`,
    {
      ...(hint === undefined ? {} : { hint }),
      details: { status, codes, pointers, documentationUrls, chain, ...rayId(answer, context) },
    },
  )
}

function refusalCode(status: number, { codes, messages }: ApiErrors): PurgeErrorCode {
  if (codes.includes(URL_REFUSED_CODE)) return 'url-refused'
  const limited =
    status === 429 ||
    codes.some((code) => RATE_LIMIT_CODES.has(code)) ||
    messages.some((message) => /rate limit reached/i.test(message))
  return limited ? 'rate-limited' : 'api-refused'
}

function hintForUnreadable({ status, incomplete }: Answer): string {
  if (incomplete === 'oversized') return 'Check that the base URL is that of the Cloudflare API.'
  return status >= 500 || incomplete === 'cut'
    ? 'The fault is on the side of the API or of a proxy. Send it again later: that is safe.'
    : 'Check that the base URL is that of the Cloudflare API, and that no proxy answers in its place.'
}

function rayId({ headers }: Answer, { redact }: AnswerContext): { readonly rayId?: string } {
  const ray = headers['cf-ray']
  return typeof ray === 'string' ? { rayId: shown(redact(ray)) } : {}
}
