import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { PurgeError } from '@cdn-purge/core'
import type { AwsV4Signer } from 'aws4fetch'
import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici'
import type { S3Address } from './s3-address.ts'
import type { S3Credentials } from './s3-credentials.ts'
import { reasonOf } from './store-error.ts'

export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  /** Inside the bucket, not encoded; empty for the bucket itself. */
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

/** What came of a request after all its attempts. */
export type S3Answer =
  | {
      readonly kind: 'answer'
      readonly status: number
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string | string[] | undefined>>
      readonly body: Uint8Array
    }
  | { readonly kind: 'no-answer'; readonly why: string }

export type S3Client = (request: S3Request) => Promise<S3Answer>

export interface S3ClientOptions {
  readonly address: S3Address
  readonly credentials: S3Credentials
  readonly Signer: typeof AwsV4Signer
  /** @default 4 */
  readonly maxRetries?: number
  /** How long one attempt may take, plus a second for every 100 kB that is sent. @default 60,000 */
  readonly timeoutMs?: number
  readonly sleep?: (ms: number) => Promise<void>
  /** In [0, 1). */
  readonly random?: () => number
}

/** Nothing that a ledger holds is so large, in bytes; more is not read. */
const MAX_BODY = 256 * 1024 * 1024
const BACKOFF_MS = 100

/** Makes a client for one bucket. Every request may be repeated: what is asked twice is done once. */
export function createS3Client(options: S3ClientOptions): S3Client {
  const { address, credentials, Signer, maxRetries = 4, timeoutMs = 60_000 } = options
  const { sleep = async (ms: number) => setTimeout(ms), random = Math.random } = options
  const dispatcher = createDispatcher()
  const cache = new Map<string, ArrayBuffer>()

  async function attempt({ method, key, query = {}, body }: S3Request): Promise<S3Answer> {
    const { url, headers } = await new Signer({
      url: urlOf(address, key, query),
      method,
      // So that the server refuses what the way to it has changed.
      headers: {
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
      ...credentials,
      service: 's3',
      region: address.region,
      cache,
    }).sign()
    const allowedMs = timeoutMs + (body?.length ?? 0) / 100
    try {
      const response = await request(url, {
        method,
        headers: Object.fromEntries(headers.entries()),
        body: body ?? null,
        dispatcher,
        signal: AbortSignal.timeout(Math.ceil(allowedMs)),
      })
      const read = await readBody(response.body)
      return { kind: 'answer', status: response.statusCode, headers: response.headers, body: read }
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError'
      const why = isLate ? `no answer within ${Math.ceil(allowedMs / 1000)} s` : reasonOf(error)
      return { kind: 'no-answer', why }
    }
  }

  return async (asked) => {
    for (let failures = 0; ; failures += 1) {
      const answer = await attempt(asked)
      if (failures >= maxRetries || !isWorthRetrying(answer)) return answer
      await sleep(BACKOFF_MS * 2 ** failures * (1 + random()))
    }
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function isWorthRetrying(answer: S3Answer): boolean {
  if (answer.kind === 'no-answer') return true
  const { status } = answer
  return status === 408 || status === 429 || (status >= 500 && status !== 501)
}

function createDispatcher(): Dispatcher {
  try {
    return new EnvHttpProxyAgent({ connections: 16 })
  } catch {
    // The cause holds the value, which may hold a password.
    throw new PurgeError('bad-option', 'A proxy is set that is no URL.', {
      hint: 'Look at `HTTPS_PROXY` and `HTTP_PROXY`.',
    })
  }
}

function urlOf(address: S3Address, key: string, query: Readonly<Record<string, string>>): string {
  const path = key.split('/').map(encodeStrictly).join('/')
  const search = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeStrictly(value)}`)
    .join('&')
  return `${address.bucketUrl}/${path}${search && `?${search}`}`
}

/**
 * As it is signed: all but letters, digits and `-._~`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

async function readBody(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > MAX_BODY) throw new Error('the answer is larger than anything that was written')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
