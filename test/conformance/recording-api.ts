import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** One request as it came in. */
export interface Received {
  readonly method: string | undefined
  /** With its query: `/client/v4/zones?name=example.com`. */
  readonly path: string | undefined
  readonly headers: IncomingHttpHeaders
  /** Parsed; undefined where there was none. */
  readonly body: unknown
}

/** Answers a request, or breaks the connection, or does nothing. */
export type Reply = (response: ServerResponse, received: Received) => void

/** A server that keeps every request, and answers as it is told. */
export interface RecordingApi {
  /** What a client takes as its base URL. */
  readonly url: string
  readonly received: readonly Received[]
}

/** Answers with this JSON. */
export function json(
  status: number,
  fields: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ errors: [], messages: [], result: null, ...fields }))
  }
}

/** Accepts a purge. */
export const accept: Reply = json(200, { success: true, result: { id: 'accepted' } })

/** Refuses with these codes. */
export function refuse(
  status: number,
  codes: readonly number[],
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const errors = codes.map((code) => ({ code, message: `Refused with ${code}.` }))
  return json(status, { success: false, errors }, headers)
}

/** Ends the connection without an answer. */
export const cut: Reply = (response) => void response.destroy()

/** Starts the server for the running test. The n-th request gets the n-th reply, and all after it the last. */
export async function startRecordingApi(...replies: readonly Reply[]): Promise<RecordingApi> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const reply = async (): Promise<void> => {
      const text = await readText(request)
      const { method, url: path, headers } = request
      const one = { method, path, headers, body: text === '' ? undefined : JSON.parse(text) }
      received.push(one)
      const answer = replies[Math.min(received.length, replies.length) - 1] ?? accept
      answer(response, one)
    }
    reply().catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/client/v4`, received }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
