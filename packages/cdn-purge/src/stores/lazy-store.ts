import { PurgeError, type Store } from '@cdn-purge/core'

/** What is said of a store that cannot do what `lock` asks for. */
export const NO_LEASES = '`lock` is true, but only a ledger in Redis can be locked.'

/** Gives a store that is opened by its first use; where that fails, the next use tries again. */
export function lazyStore(open: () => Promise<Store>): Store {
  let opening: Promise<Store> | undefined

  function opened(): Promise<Store> {
    opening ??= open().catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }

  return {
    get: async (key) => (await opened()).get(key),
    put: async (key, value) => (await opened()).put(key, value),
    list: async (prefix) => (await opened()).list(prefix),
    delete: async (key) => (await opened()).delete(key),
    async lease(name, ms) {
      const store = await opened()
      if (!store.lease) throw new PurgeError('bad-option', NO_LEASES)
      return store.lease(name, ms)
    },
  }
}
