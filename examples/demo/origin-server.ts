import { once } from 'node:events'
import { createServer } from 'node:http'
import sirv from 'sirv'

/** A static web server, and how often each address was asked for. */
export interface OriginServer {
  readonly url: string
  /** Requests for exactly this address, without a query, since the last `forget`. */
  asked(address: string): number
  forget(): void
  close(): Promise<void>
}

/** Serves `docroot` as it is at the moment of each request, the files below `assets/` for a year, the rest for ten minutes. */
export async function startOrigin(docroot: string): Promise<OriginServer> {
  const requests = new Map<string, number>()
  const serve = sirv(docroot, {
    dev: true,
    etag: true,
    setHeaders(response, path) {
      const lifetime = path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'max-age=600'
      response.setHeader('cache-control', `public, ${lifetime}`)
    },
  })
  const server = createServer((request, response) => {
    const address = request.url ?? '/'
    requests.set(address, (requests.get(address) ?? 0) + 1)
    serve(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain' })
      response.end('Not found.\n')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The origin has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked: (path) => requests.get(path) ?? 0,
    forget: () => requests.clear(),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
