import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { onTestFinished } from 'vitest'
import { startEdge, type Edge, type EdgeOptions } from '../src/index.ts'

/** Answers as the origin server. */
export type Site = (request: IncomingMessage, response: ServerResponse) => void

/** Starts an origin server for one test. */
export async function startOrigin(site: Site): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer(site)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => void server.close(resolve))
  }
  onTestFinished(stop)
  return { url: `http://127.0.0.1:${portOf(server.address())}`, stop }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}

/** Starts an edge for `www.example.com` before an origin server, for one test. */
export async function startFor(site: Site, options: Partial<EdgeOptions> = {}): Promise<Edge> {
  const origin = await startOrigin(site)
  const edge = await startEdge({
    sites: [{ host: 'www.example.com', origin: origin.url }],
    ...options,
  })
  onTestFinished(() => edge.close())
  return edge
}

/** What a visitor got. */
export interface Got {
  status: string
  code: number
  body: string
  bytes: Buffer
  headers: Record<string, string | string[] | undefined>
}

/** Asks the edge for a path of `www.example.com` on Production's address or another. */
export async function visit(
  edge: Edge,
  path: string,
  options: {
    headers?: Record<string, string>
    method?: 'HEAD' | 'POST'
    environment?: string
  } = {},
): Promise<Got> {
  const address = edge.environmentAddress(options.environment ?? 'Production')
  const response = await request(`http://${address}${path}`, {
    method: options.method ?? 'GET',
    headers: { host: 'www.example.com', ...options.headers },
  })
  const bytes = Buffer.from(await response.body.arrayBuffer())
  return {
    status: String(response.headers['cf-cache-status']),
    code: response.statusCode,
    body: bytes.toString('utf8'),
    bytes,
    headers: response.headers,
  }
}

/** What the API answered. */
export interface Answered {
  status: number
  text: string
  json: any
  headers: Record<string, string | string[] | undefined>
}

/** Calls the API, with a token unless other headers are given. */
export async function callApi(
  edge: Edge,
  method: 'GET' | 'POST',
  path: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answered> {
  const response = await request(`${edge.apiUrl}${path}`, {
    method,
    headers: options.headers ?? { authorization: 'Bearer token' },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const text = await response.body.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: response.statusCode, text, json, headers: response.headers }
}

/** The path of a purge or invalidate endpoint: of the zone, or of an environment. */
export function endpoint(
  edge: Edge,
  environment?: string,
  action: 'purge' | 'invalidate' = 'purge',
): string {
  const zone = `/zones/${edge.zones()[0]?.id}`
  if (environment === undefined) return `${zone}/${action}_cache`
  const ref = edge.environments().find(({ name }) => name === environment)?.ref
  return `${zone}/environments/${ref}/${action}_cache`
}

/** Purges, for a test that expects it to work. */
export async function purge(edge: Edge, body: unknown, environment?: string): Promise<void> {
  const answer = await callApi(edge, 'POST', endpoint(edge, environment), { body })
  if (answer.json?.success !== true) throw new Error(answer.text)
}

/** The codes of the errors answered. */
export function codes(answer: Answered): number[] {
  return answer.json.errors.map((error: { code: number }) => error.code)
}

/** A clock that a test sets forward. */
export function manualClock(): { now: () => number; forward: (seconds: number) => void } {
  let time = Date.parse('2030-01-01T00:00:00Z')
  return { now: () => time, forward: (seconds) => void (time += seconds * 1000) }
}

/** A promise, and what settles it. */
export function deferred(): { promise: Promise<void>; resolve: () => void } {
  let settle: (() => void) | undefined
  const promise = new Promise<void>((resolve) => (settle = resolve))
  return { promise, resolve: () => settle?.() }
}
