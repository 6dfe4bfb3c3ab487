import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { OnTestFinished } from './world.ts'

/** What a mood does with a request; false leaves it to the folder. */
export type Mood = (path: string, request: IncomingMessage, response: ServerResponse) => boolean

/** An origin that serves a folder, unless it is in another mood. */
export interface MoodyOrigin {
  readonly url: string
  /** Serves this folder from now on. */
  readonly serve: (folder: string) => void
  readonly is: (mood: Mood) => void
}

const CALM: Mood = () => false

/** Starts an origin that is gone when the test is finished. */
export async function startMoodyOrigin(onTestFinished: OnTestFinished): Promise<MoodyOrigin> {
  let folder = ''
  let mood = CALM
  const url = await listen(onTestFinished, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://origin')
    if (mood(pathname, request, response)) return
    const name = pathname.endsWith('/') ? `${pathname}index.html` : pathname
    readFile(join(folder, name)).then(
      (bytes) => {
        response.setHeader('content-type', TYPES.get(extname(name)) ?? 'text/plain')
        return response.setHeader('cache-control', 'public, max-age=3600').end(bytes)
      },
      () => response.writeHead(404, { 'content-type': 'text/html' }).end('not found'),
    )
  })
  return {
    url,
    serve: (next) => void (folder = next),
    is: (next) => void (mood = next),
  }
}

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript'],
  ['.css', 'text/css'],
])

/** Starts what stands between visitors and the edge and does something to pages; gives its `host:port`. */
export async function startRewriter(
  onTestFinished: OnTestFinished,
  address: string,
  rewrite: (html: string) => string,
): Promise<string> {
  const url = await listen(onTestFinished, ({ url: path, headers }, response) => {
    const [host, port] = address.split(':')
    const asked = ask({ host, port, path, headers, agent: false }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => void parts.push(part))
      answer.on('end', () => {
        const bytes = Buffer.concat(parts)
        const isHtml = answer.headers['content-type']?.startsWith('text/html') === true
        const { 'content-length': _, 'transfer-encoding': __, ...rest } = answer.headers
        response.writeHead(answer.statusCode ?? 500, rest)
        response.end(isHtml ? rewrite(bytes.toString()) : bytes)
      })
    })
    asked.on('error', () => response.destroy())
    asked.end()
  })
  return new URL(url).host
}

async function listen(
  onTestFinished: OnTestFinished,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
