import type { Dispatcher } from 'undici'
import type { Answer } from './response.ts'

/** What became of one request: an answer, or why there is none. */
export type Attempt =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'unreachable'; readonly cause: unknown }
  | { readonly kind: 'aborted' }

/** Sends one request, once, and reads its answer up to `maxAnswerBytes`. */
export async function attempt(options: {
  readonly dispatcher: Dispatcher
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  readonly maxAnswerBytes: number
}): Promise<Attempt> {
  const { dispatcher, url, method, headers, body, signal } = options
  const timeout = AbortSignal.timeout(options.timeoutMs)
  const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout])
  const stopped = (): Attempt | undefined =>
    signal?.aborted === true
      ? { kind: 'aborted' }
      : timeout.aborted
        ? { kind: 'timed-out' }
        : undefined

  let response: Dispatcher.ResponseData
  try {
    response = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { ...headers },
      body,
      signal: either,
    })
  } catch (cause) {
    return stopped() ?? { kind: 'unreachable', cause }
  }
  const answer = { status: response.statusCode, headers: response.headers }
  try {
    const text = await readText(response.body, options.maxAnswerBytes)
    return {
      kind: 'answered',
      answer:
        text === undefined ? { ...answer, text: '', incomplete: 'oversized' } : { ...answer, text },
    }
  } catch {
    return stopped() ?? { kind: 'answered', answer: { ...answer, text: '', incomplete: 'cut' } }
  }
}

async function readText(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    // Leaving the loop destroys the stream, so the rest is never received.
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}
