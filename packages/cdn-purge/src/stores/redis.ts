import type { Store } from '@cdn-purge/core'
import { loadOptional } from './optional-package.ts'
import { takeLease, type LeaseClient } from './redis-lease.ts'
import { reasonOf, storeError } from './store-error.ts'
import type { RedisPlace } from './store-place.ts'
import { createDriverStore, type StorageDriver } from './unstorage.ts'

/** Connections are closed when nothing was asked for so long: an open one keeps the process alive. */
const LINGER_MS = 100
const COMMAND_TIMEOUT_MS = 60_000
const MAX_RECONNECTS = 3

/** One connection, opened by its first command. */
interface Session {
  readonly driver: StorageDriver
  readonly client: LeaseClient | undefined
  /** What the connection last complained about, as commands only say that they were given up. */
  readonly complaint: () => Error | undefined
  readonly isOver: () => boolean
  readonly close: () => void
}

/**
 * Opens a store in Redis, over the driver of `unstorage`. Nothing is connected yet.
 *
 * @throws {PurgeError} `bad-option` where `unstorage` or `ioredis` is not installed.
 */
export async function openRedisStore({ url, base }: RedisPlace): Promise<Store> {
  const where = `redis://${new URL(url).host}`
  const { default: createDriver } = await loadOptional(
    () => import('unstorage/drivers/redis'),
    'A ledger in Redis',
  )

  function openSession(): Session {
    const driver = createDriver({
      url,
      base,
      scanCount: 1000,
      connectTimeout: 10_000,
      commandTimeout: COMMAND_TIMEOUT_MS,
      maxRetriesPerRequest: MAX_RECONNECTS,
      retryStrategy: (times) => (times > MAX_RECONNECTS ? null : 100 * 2 ** times),
    })
    const client = driver.getInstance?.()
    let complaint: Error | undefined
    client?.on('error', (error: Error) => {
      complaint = error
    })
    return {
      driver,
      client,
      complaint: () => complaint,
      isOver: () => client?.status === 'end',
      close: () => client?.disconnect(),
    }
  }

  const use = createUse(openSession)
  const store = createDriverStore(
    {
      name: 'redis',
      getItem: async (key, options) => use(({ driver }) => driver.getItem(key, options)),
      setItem: async (key, value, options) =>
        use(({ driver }) => driver.setItem?.(key, value, options)),
      removeItem: async (key, options) => use(({ driver }) => driver.removeItem?.(key, options)),
      getKeys: async (prefix, options) => use(({ driver }) => driver.getKeys(prefix, options)),
    },
    // Later than the driver's own, which knows more.
    { where, timeoutMs: 2 * COMMAND_TIMEOUT_MS },
  )

  async function useClient<T>(work: (client: LeaseClient) => Promise<T>): Promise<T> {
    return use(({ client }) => {
      if (!client) throw new Error('this release of `unstorage` gives no connection')
      return work(client)
    })
  }

  return {
    ...store,
    async lease(name, ms) {
      try {
        // No key is written like this, so none is taken for a record.
        return await takeLease(useClient, `${base}:LOCK:${name}`, ms)
      } catch (error) {
        throw storeError({ kind: 'lease', name }, where, { why: reasonOf(error) })
      }
    },
  }
}

/** Gives a function that works on a shared connection, opens one where there is none, and closes it when all are done. */
function createUse(open: () => Session) {
  let session: Session | undefined
  let users = 0
  let closing: NodeJS.Timeout | undefined

  return async function use<T>(work: (session: Session) => T): Promise<Awaited<T>> {
    clearTimeout(closing)
    if (session?.isOver()) session = undefined
    session ??= open()
    const mine = session
    users += 1
    try {
      return await work(mine)
    } catch (error) {
      // Only words go on: both errors hold the commands that were sent, AUTH and its password among them.
      const why = reasonOf(isGivenUp(error) ? (mine.complaint() ?? error) : error)
      // oxlint-disable-next-line preserve-caught-error
      throw new Error(why)
    } finally {
      users -= 1
      if (users === 0) {
        closing = setTimeout(() => {
          session?.close()
          session = undefined
        }, LINGER_MS)
      }
    }
  }
}

/** True for what says only that a command was not carried out. */
function isGivenUp(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'MaxRetriesPerRequestError' || error.message === 'Connection is closed.')
  )
}
