import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { digestOf } from './site-folder.ts'

/** What a visitor was answered. */
export interface Seen {
  /** Of the body; undefined is a 404. */
  readonly digest: string | undefined
  /** `CF-Cache-Status` */
  readonly cacheStatus: string
}

/** Somebody who asks one address of the edge for the pages of `host`, and so sees one environment. */
export interface Visitor {
  visit(path: string): Promise<Seen>
  leave(): void
}

/** Creates a visitor who reaches the edge at `edgeUrl`. */
export function createVisitor(edgeUrl: string, host: string): Visitor {
  const agent = new Agent({ keepAlive: true })
  return {
    async visit(path) {
      const request = get(new URL(path, edgeUrl), { agent, headers: { host } })
      const [response]: IncomingMessage[] = await once(request, 'response')
      if (response === undefined) throw new Error(`The edge did not answer at "${path}".`)
      const body = await buffer(response)
      const status = response.statusCode ?? 0
      if (status !== 200 && status !== 404) {
        throw new Error(`The edge answered ${status} at "${path}": ${body.toString()}`)
      }
      const cacheStatus = response.headers['cf-cache-status']
      return {
        digest: status === 404 ? undefined : digestOf(body),
        cacheStatus: typeof cacheStatus === 'string' ? cacheStatus : 'none',
      }
    },
    leave: () => agent.destroy(),
  }
}
