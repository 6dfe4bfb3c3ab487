import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Listens, on a free port for 0, and gives the address: `127.0.0.1:8787`. */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address: string | AddressInfo | null = server.address()
      if (address === null || typeof address === 'string') {
        reject(new Error(`The edge did not get an address on "${host}".`))
        return
      }
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
      resolve(`${name}:${address.port}`)
    })
  })
}

/** Stops listening and ends every connection. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
