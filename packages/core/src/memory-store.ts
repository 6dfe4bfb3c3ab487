import { PurgeError } from './errors.ts'
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

function checkKey(key: string): string {
  if (key === '') throw new PurgeError('store-failed', 'A key of a store must not be empty.')
  return key
}
