import { digestBytes } from '@cdn-purge/core'
import type { IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../test/server.ts'
import { createSiteClient, type SiteClient, type SiteClientOptions } from './site-client.ts'

function clientWith(options: Partial<SiteClientOptions> = {}): SiteClient {
  const client = createSiteClient({ access: {}, origin: undefined, env: {}, ...options })
  onTestFinished(() => client.close())
  return client
}

/** A server that answers with what it was asked: `GET www.example.com /a?b`. */
async function echo(seen: IncomingMessage[] = []): Promise<string> {
  return serve((request, response) => {
    seen.push(request)
    response.end(`${request.method} ${request.headers.host} ${request.url}`)
  })
}

async function textOf(asked: ReturnType<SiteClient['ask']>): Promise<string> {
  const answer = await asked
  return answer.kind === 'answered' ? answer.text() : answer.why
}

test('an answer has the digest of its body, and what the edge says of its copy', async () => {
  const address = await serve((_, response) => {
    response.setHeader('CF-Cache-Status', 'HIT').setHeader('Age', '7')
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end('body')
  })
  const answer = await clientWith().ask(`http://${address}/`)
  expect(answer).toMatchObject({
    kind: 'answered',
    status: 200,
    digest: digestBytes(Buffer.from('body')),
    contentType: 'text/html; charset=utf-8',
    cacheStatus: 'HIT',
    age: 7,
    location: undefined,
  })
  if (answer.kind === 'answered') expect(answer.text()).toBe('body')
})

test('an address is asked in the place of the host, whose name stays', async () => {
  const client = clientWith({ access: { address: await echo() } })
  expect(await textOf(client.ask('http://www.example.com/a?b'))).toBe('GET www.example.com /a?b')
  expect(await textOf(client.ask('http://www.example.com:8080/'))).toBe(
    'GET www.example.com:8080 /',
  )
})

test('an address without a port keeps that of the site', async () => {
  const [, port] = (await echo()).split(':')
  const client = clientWith({ access: { address: '127.0.0.1' } })
  expect(await textOf(client.ask(`http://www.example.com:${port}/a`))).toBe(
    `GET www.example.com:${port} /a`,
  )
})

test('cookie and headers are sent, a `$NAME` from the environment', async () => {
  const seen: IncomingMessage[] = []
  const access = {
    address: await echo(seen),
    cookie: 'development=true',
    headers: { 'CF-Access-Client-Secret': '$SECRET', 'x-plain': 'plain' },
  }
  await clientWith({ access, env: { SECRET: 's3cret' } }).ask('http://www.example.com/')
  expect(seen[0]?.headers).toMatchObject({
    cookie: 'development=true',
    'cf-access-client-secret': 's3cret',
    'x-plain': 'plain',
    'accept-encoding': 'identity',
  })
})

test('past the cache is a query string that nobody asked for before', async () => {
  const client = clientWith({ access: { address: await echo() } })
  const one = await textOf(client.askOrigin('http://www.example.com/a?b=c'))
  const two = await textOf(client.askOrigin('http://www.example.com/a?b=c'))
  expect(one).toMatch(/^GET www\.example\.com \/a\?b=c&cdn-purge=[0-9a-f]{16}$/)
  expect(two).not.toBe(one)
  expect(client.originWay).toBe('a unique query string')
})

test('an origin is asked itself, with the host of the site and the plain URL', async () => {
  const origin = `http://${await echo()}`
  const client = clientWith({ access: { address: '127.0.0.1:9' }, origin })
  // The site is https, its origin is not.
  expect(await textOf(client.askOrigin('https://www.example.com/a?b'))).toBe(
    'GET www.example.com /a?b',
  )
  expect(client.originWay).toBe(`the origin ${origin}`)
})

test('a redirect is told and not followed', async () => {
  const address = await serve((_, response) => {
    response.writeHead(301, { location: '/b/' }).end()
  })
  const client = clientWith({ access: { address } })
  expect(await client.ask('http://www.example.com/a')).toMatchObject({
    status: 301,
    location: 'http://www.example.com/b/',
  })
})

test('a server that is not there, or hangs up, or takes too long is unreachable', async () => {
  const cut = await serve((request) => void request.destroy())
  const slow = await serve(() => {})
  const client = clientWith({ timeoutMs: 100 })
  expect(await client.ask('http://127.0.0.1:9/')).toMatchObject({ kind: 'unreachable' })
  expect(await client.ask(`http://${cut}/`)).toMatchObject({ kind: 'unreachable' })
  expect(await client.ask(`http://${slow}/`)).toMatchObject({
    kind: 'unreachable',
    why: expect.stringContaining('timeout'),
  })
})

test('an abort is no answer: it is thrown', async () => {
  const controller = new AbortController()
  const slow = await serve(() => controller.abort(new Error('stop')))
  const asked = clientWith().ask(`http://${slow}/`, controller.signal)
  await expect(asked).rejects.toThrow('stop')
})
