import { checkKey, keyToNames, namesToKey, type Store } from '@cdn-purge/core'
import { setTimeout } from 'node:timers/promises'
import { reasonOf, storeError, type Attempt } from './store-error.ts'

/** The part of a driver of `unstorage` that a store needs; what `createStorage` gives has it too. */
export interface StorageDriver {
  readonly name?: string
  getItem(key: string, options: object): unknown
  setItem?(key: string, value: string, options: object): unknown
  removeItem?(key: string, options: object): unknown
  getKeys(base: string, options: object): unknown
}

export interface DriverStoreOptions {
  /** For messages: `redis://host:6379`. */
  readonly where?: string
  /** How long one call of the driver may take. */
  readonly timeoutMs?: number
}

/** Marks our values, and keeps drivers from reading a number or an object where a text was meant. */
const TEXT = 'base64:'

/**
 * Gives a store over a driver of `unstorage`. Keys are written as the names of the folder store, `:` between, so that no driver
 * folds two into one; values as base64 text, as some drivers know no bytes and others parse what looks like JSON.
 */
export function createDriverStore(driver: StorageDriver, options: DriverStoreOptions = {}): Store {
  const { where = `the "${driver.name ?? 'unstorage'}" driver`, timeoutMs = 120_000 } = options

  async function attempt<T>(what: Attempt, work: () => T): Promise<Awaited<T>> {
    const over = new AbortController()
    try {
      const late = setTimeout(timeoutMs, undefined, { signal: over.signal }).then(() => {
        throw new Error(`no answer within ${timeoutMs / 1000} s`)
      })
      late.catch(() => undefined)
      return await Promise.race([(async () => work())(), late])
    } catch (error) {
      throw storeError(what, where, { why: reasonOf(error) })
    } finally {
      over.abort()
    }
  }

  return {
    async get(key) {
      const name = nameOf(key)
      const value = await attempt({ kind: 'get', key }, () => driver.getItem(name, {}))
      if (value === null || value === undefined) return undefined
      const bytes = fromText(value)
      if (bytes === undefined) {
        throw storeError({ kind: 'get', key }, where, {
          why: 'what is there was not written by cdn-purge',
          hint: 'Give `ledger` a place of its own.',
        })
      }
      return bytes
    },

    async put(key, value) {
      const name = nameOf(key)
      const text = `${TEXT}${Buffer.from(value).toString('base64')}`
      await attempt({ kind: 'put', key }, () => driver.setItem?.(name, text, {}))
    },

    async list(prefix) {
      // Only what stands before the last slash is a whole name.
      const folders = keyToNames(prefix.slice(0, prefix.lastIndexOf('/') + 1)).slice(0, -1)
      const base = folders.map((name) => `${name}:`).join('')
      const found = await attempt({ kind: 'list', prefix }, () => driver.getKeys(base, {}))
      if (!Array.isArray(found)) {
        throw storeError({ kind: 'list', prefix }, where, { why: 'the driver gave no list' })
      }
      const keys = found.flatMap((name: unknown) => keyOf(name) ?? [])
      return [...new Set(keys)].filter((key) => key.startsWith(prefix))
    },

    async delete(key) {
      const name = nameOf(key)
      await attempt({ kind: 'delete', key }, () => driver.removeItem?.(name, {}))
    },
  }
}

/** Drivers that break a promise of `Store`, and what to use instead. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['s3', 'it lists no more than 1,000 keys. Write `ledger: "s3://bucket/prefix"`'],
  [
    'cloudflare-r2-binding',
    'it lists no more than 1,000 keys. Write `ledger: "r2://bucket/prefix"`',
  ],
  ['fs', 'readers see half a file. Give the folder itself'],
  ['fs-lite', 'readers see half a file. Give the folder itself'],
  ['github', 'it only reads'],
  ['http', 'what its server lists is not known'],
  ['null', 'it keeps nothing'],
  ['lru-cache', 'it throws keys away'],
  ['vercel-runtime-cache', 'it lists no keys'],
])

/** Says why a driver cannot hold records, or nothing where it may. */
export function driverProblem(driver: StorageDriver): string | undefined {
  const refused = REFUSED.get(driver.name ?? '')
  if (refused !== undefined) return refused
  return driver.setItem && driver.removeItem ? undefined : 'it only reads'
}

function nameOf(key: string): string {
  return keyToNames(checkKey(key)).join(':')
}

/** Drivers give back their own separators, and one at the begin where they cut off a base. */
function keyOf(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined
  return namesToKey(name.replace(/^[:/\\]|[:/\\]$/g, '').split(/[:/\\]/))
}

function fromText(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string' || !value.startsWith(TEXT)) return undefined
  const text = value.slice(TEXT.length)
  const bytes = Buffer.from(text, 'base64')
  // Node skips what is no base64, and half a value must not pass for a whole one.
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined
}
