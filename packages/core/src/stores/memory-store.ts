import { checkKey } from './store-failed.ts'
import type { Store } from './store.ts'

/** Gives a store that lives as long as this process, for tests and for dry runs. */
export function createMemoryStore(): Store {
  const values = new Map<string, Uint8Array>()
  return {
    async get(key) {
      return values.get(checkKey(key))?.slice()
    },
    async put(key, value) {
      values.set(checkKey(key), value.slice())
    },
    async list(prefix) {
      return [...values.keys()].filter((key) => key.startsWith(prefix))
    },
    async delete(key) {
      values.delete(checkKey(key))
    },
  }
}
