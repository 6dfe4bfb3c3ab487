import { createServer, request as ask, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OnTestFinished } from '../journey/world.ts'

/** Answers in the place of the real server. */
export type Impostor = (response: ServerResponse) => void

/** What stands between us and a server, and answers some questions itself. */
export interface Between {
  /** `127.0.0.1:1234` */
  readonly address: string
  /** From now on it answers questions whose path holds this text; nobody passes everything on. */
  readonly impersonate: (path: string, impostor: Impostor | undefined) => void
  /** Paths that it was asked for. */
  readonly asked: readonly string[]
}

/** Starts what stands before `target`, a `host:port`. It is gone when the test is finished. */
export async function standBetween(
  onTestFinished: OnTestFinished,
  target: string,
): Promise<Between> {
  const [host, port] = target.split(':')
  const asked: string[] = []
  let part = ''
  let impostor: Impostor | undefined
  const server = createServer((request, response) => {
    const { url: path = '/', method, headers } = request
    asked.push(path)
    response.on('error', () => {})
    if (impostor && path.includes(part)) {
      request.resume()
      impostor(response)
      return
    }
    const onward = ask({ host, port, path, method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    impersonate(path, next) {
      part = path
      impostor = next
    },
    asked,
  }
}

/** Gives the impostor that answers with this text. */
export function saying(
  text: string | Uint8Array,
  status = 200,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Impostor {
  return (response) => response.writeHead(status, headers).end(text)
}

/** Answers with a body that does not end by itself, as fast as it is read. */
export const endless: Impostor = (response) => {
  const piece = Buffer.alloc(1024 * 1024, ' ')
  response.writeHead(200, { 'content-type': 'application/json' })
  const fill = (): void => {
    while (!response.destroyed && response.write(piece));
  }
  response.on('drain', fill)
  fill()
}

/** Speaks no HTTP. */
export const gibberish: Impostor = ({ socket }) => void socket?.end('hello\r\n\u0000\r\n\r\n')

/** Hangs up without a word. */
export const silent: Impostor = ({ socket }) => void socket?.destroy()

/** Promises more than comes. */
export const cutShort: Impostor = (response) => {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('{"success": true, "resu', () => void response.socket?.destroy())
}
