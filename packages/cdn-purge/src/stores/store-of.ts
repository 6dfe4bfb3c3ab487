import { isFields, type Store } from '@cdn-purge/core'
import { createDriverStore, driverProblem, type StorageDriver } from './unstorage.ts'

/** A store that a user gave as an object, or why it is none, worded to go on after "`ledger` is an object, but". */
export type FoundStore =
  | { readonly kind: 'store'; readonly store: Store }
  | { readonly kind: 'wrong'; readonly problem: string }

/** Reads a `Store`, a driver of `unstorage`, or `{ driver }`. */
export function storeOf(value: unknown): FoundStore {
  if (isStore(value)) return { kind: 'store', store: value }
  const driver = isFields(value) && 'driver' in value ? value['driver'] : value
  if (!isDriver(driver)) {
    return { kind: 'wrong', problem: 'it must be a folder, an address, a `Store` or `{ driver }`.' }
  }
  const problem = driverProblem(driver)
  if (problem === undefined) return { kind: 'store', store: createDriverStore(driver) }
  return { kind: 'wrong', problem: `the driver "${driver.name}" cannot hold records: ${problem}.` }
}

function isStore(value: unknown): value is Store {
  return has(value, ['get', 'put', 'list', 'delete'] satisfies (keyof Store)[])
}

function isDriver(value: unknown): value is StorageDriver {
  return has(value, ['getItem', 'getKeys'] satisfies (keyof StorageDriver)[])
}

function has(value: unknown, methods: readonly string[]): boolean {
  return isFields(value) && methods.every((name) => typeof value[name] === 'function')
}
