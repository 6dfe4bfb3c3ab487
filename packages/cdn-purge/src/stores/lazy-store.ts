import type { Store } from '@cdn-purge/core'

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
  }
}
