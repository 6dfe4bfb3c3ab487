import type { IncomingMessage } from 'node:http'
import { errors, Pool } from 'undici'
import type { Faults } from './faults.ts'
import { endToEndHeaders, withoutHeaders, type HeaderLines } from './header-lines.ts'

/** A request to the origin server. */
interface OriginRequest {
  readonly method: string
  /** As the visitor wrote it, path and query. */
  readonly target: string
  readonly headers: HeaderLines
  readonly body?: IncomingMessage
}

/** An answer of the origin server, its body not yet read. */
export interface OriginResponse {
  readonly status: number
  readonly headers: HeaderLines
  readonly body: AsyncIterable<Buffer>
}

/** The server that a site's content comes from. */
export interface Origin {
  /**
   * Asks; bytes and content coding come back as they were sent. Rejects when the server cannot be
   * reached.
   */
  fetch(request: OriginRequest): Promise<OriginResponse>
  close(): Promise<void>
}

/**
 * Connects to an origin server.
 *
 * @throws {Error} when the URL has a path.
 */
export function createOrigin(url: string, faults: Faults): Origin {
  const parsed = new URL(url)
  if (parsed.pathname !== '/' || parsed.search !== '') {
    throw new Error(`The origin "${url}" has a path. Give only scheme, host and port.`)
  }
  const pool = new Pool(parsed.origin, { connections: 64 })

  return {
    async fetch({ method, target, headers, body }) {
      const fault = await faults.next('origin', target)
      if (fault?.kind === 'cut') throw new Error(`The origin "${url}" cut the connection.`)
      if (fault?.kind === 'fail') {
        return { status: fault.status, headers: [], body: failedBody(fault.message) }
      }
      const request = {
        method,
        path: target,
        // Undici refuses `Expect`, which is between the visitor and us.
        headers: withoutHeaders(endToEndHeaders(headers), ['expect']).flat(),
        body: body ?? null,
        headersTimeout: 60_000,
      }
      const response = await pool.request(request).catch((error: unknown) => {
        if (body !== undefined || !wasIdleConnection(error)) throw error
        return pool.request(request)
      })
      const lines = Object.entries(response.headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((line): [string, string] => [name, line]),
      )
      return {
        status: response.statusCode,
        headers: endToEndHeaders(lines),
        body: fault?.kind === 'cut-after' ? cutBody(response.body) : response.body,
      }
    },
    close: () => pool.destroy(),
  }
}

/**
 * A server may close an idle connection at the moment it is used again; asking once more is safe.
 */
function wasIdleConnection(error: unknown): boolean {
  return error instanceof errors.SocketError
}

async function* failedBody(message = 'The origin failed.\n'): AsyncGenerator<Buffer> {
  yield Buffer.from(message)
}

async function* cutBody(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    yield chunk.subarray(0, Math.ceil(chunk.length / 2))
    break
  }
  throw new Error('The origin cut the connection within its answer.')
}
