import type { Lease } from '@cdn-purge/core'
import { randomUUID } from 'node:crypto'

/** The commands of Redis that a lease needs. */
export interface LeaseClient {
  get(name: string): Promise<string | null>
  set(name: string, value: string, unit: 'PX', ms: number, when: 'NX' | 'XX'): Promise<unknown>
  unlink(name: string): Promise<unknown>
}

export type UseClient = <T>(work: (client: LeaseClient) => Promise<T>) => Promise<T>

/** Takes a name in Redis for so many milliseconds, unless somebody has it. */
export async function takeLease(
  use: UseClient,
  name: string,
  ms: number,
): Promise<Lease | undefined> {
  const mine = randomUUID()
  const isMine = async () => (await use((client) => client.get(name))) === mine
  const taken = await use((client) => client.set(name, mine, 'PX', ms, 'NX'))
  if (taken === null) return undefined
  return {
    // Between the look and the change it may run out: then two have it, and both still do what is right.
    renew: async () =>
      (await isMine()) && (await use((client) => client.set(name, mine, 'PX', ms, 'XX'))) !== null,
    async release() {
      if (await isMine()) await use((client) => client.unlink(name))
    },
  }
}
