import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { startEdge, type Edge, type EdgeOptions } from './index.ts'

type Site = (request: IncomingMessage, response: ServerResponse) => void

async function startOrigin(site: Site): Promise<string> {
  const server = createServer(site)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function startFor(site: Site, options: Partial<EdgeOptions> = {}): Promise<Edge> {
  const origin = await startOrigin(site)
  const edge = await startEdge({ sites: [{ host: 'www.example.com', origin }], ...options })
  onTestFinished(() => edge.close())
  return edge
}

async function visit(
  address: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: string; body: string; code: number }> {
  const response = await request(`http://${address}${path}`, {
    headers: { host: 'www.example.com', ...headers },
  })
  return {
    status: String(response.headers['cf-cache-status']),
    code: response.statusCode,
    body: await response.body.text(),
  }
}

async function call(
  edge: Edge,
  path: string,
  body: unknown,
): Promise<{ status: number; json: any }> {
  const response = await request(`${edge.apiUrl}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer token' },
    body: JSON.stringify(body),
  })
  return { status: response.statusCode, json: await response.body.json() }
}

const environments = [{ name: 'Staging', select: { by: 'address' } }] as const

test('purging an environment leaves the others and other URLs alone', async () => {
  let version = 1
  const edge = await startFor((_, response) => response.end(`v${version}`), { environments })
  const production = edge.url.slice('http://'.length)
  const staging = edge.environmentAddress('Staging')
  const [zone] = edge.zones()
  const ref = edge.environments().find(({ name }) => name === 'Staging')?.ref
  for (const address of [production, staging]) {
    for (const path of ['/a.css', '/b.css']) {
      expect(await visit(address, path)).toMatchObject({ status: 'MISS', body: 'v1' })
      expect(await visit(address, path)).toMatchObject({ status: 'HIT', body: 'v1' })
    }
  }
  version = 2
  const purged = await call(edge, `/zones/${zone?.id}/environments/${ref}/purge_cache`, {
    files: ['https://www.example.com/a.css'],
  })
  expect(purged).toMatchObject({ status: 200, json: { success: true } })
  expect(await visit(staging, '/a.css')).toMatchObject({ status: 'MISS', body: 'v2' })
  expect(await visit(staging, '/b.css')).toMatchObject({ status: 'HIT', body: 'v1' })
  expect(await visit(production, '/a.css')).toMatchObject({ status: 'HIT', body: 'v1' })
})
