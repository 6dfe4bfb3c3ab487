import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** The part of Workers KV's REST API that reads, writes, lists and deletes, always consistent and without its limits. */
export interface KvApi {
  readonly url: string
  stop(): Promise<void>
}

/** @see https://developers.cloudflare.com/api/resources/kv/ */
const PATH =
  /^\/client\/v4\/accounts\/\w+\/storage\/kv\/namespaces\/(\w+)\/(values|keys)(?:\/([^/?]+))?$/
const PAGE = 1000

export async function startKv(): Promise<KvApi> {
  const namespaces = new Map<string, Map<string, Buffer>>()
  const server = createServer(async (incoming, response) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://api')
    const [, namespace = '', what, encoded = ''] = PATH.exec(pathname) ?? []
    const values = namespaces.get(namespace) ?? new Map<string, Buffer>()
    namespaces.set(namespace, values)
    const key = decodeURIComponent(encoded)
    const body = await buffer(incoming)
    const json = (status: number, fields: object) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ success: status === 200, errors: [], messages: [], ...fields }))
    }
    if (what === 'keys') {
      const prefix = searchParams.get('prefix') ?? ''
      const from = Number(searchParams.get('cursor') ?? 0)
      const names = [...values.keys()].filter((name) => name.startsWith(prefix)).toSorted()
      const result = names.slice(from, from + PAGE).map((name) => ({ name }))
      const cursor = from + PAGE < names.length ? String(from + PAGE) : ''
      return json(200, { result, result_info: { count: result.length, cursor } })
    }
    if (what !== 'values' || key === '') return json(404, { errors: [{ code: 7003 }] })
    switch (incoming.method) {
      case 'PUT':
        values.set(key, body)
        return json(200, { result: null })
      case 'DELETE':
        values.delete(key)
        return json(200, { result: null })
      default: {
        const value = values.get(key)
        if (value === undefined) return json(404, { errors: [{ code: 10009 }] })
        response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(value)
      }
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
