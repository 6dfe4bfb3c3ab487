import { inspect } from 'node:util'
import type { Options } from '../options/options.ts'
import { createStorage } from 'unstorage'
import githubDriver from 'unstorage/drivers/github'
import memoryDriver from 'unstorage/drivers/memory'
import { expect, test } from 'vitest'
import { storeOf } from './store-of.ts'
import { createDriverStore, type StorageDriver } from './unstorage.ts'

const bytes = new Uint8Array([0, 255, 10, 123])

test.for([
  { name: 'a driver', value: memoryDriver() },
  { name: '{ driver }', value: { driver: memoryDriver() } },
  { name: 'a storage', value: createStorage({ driver: memoryDriver() }) },
])('$name is a store', async ({ value }) => {
  const allowed: Options['ledger'] = value
  const found = storeOf(allowed)
  if (found.kind !== 'store') throw new Error(found.problem)
  await found.store.put('a/B', bytes)
  expect(await found.store.get('a/B')).toEqual(bytes)
  expect(await found.store.list('a/')).toEqual(['a/B'])
})

test.for([
  { name: 'nothing', value: {}, says: 'it must be' },
  { name: 'a Map', value: new Map(), says: 'it must be' },
  { name: 'the name of a driver', value: { driver: 'redis' }, says: 'it must be' },
  { name: 'a driver that only reads', value: githubDriver({ repo: 'a/b' }), says: 'it only reads' },
  { name: 'a driver that lists too few', value: named('s3'), says: 'Write `ledger: "s3://' },
])('$name is refused', ({ value, says }) => {
  expect(storeOf(value)).toEqual({ kind: 'wrong', problem: expect.stringContaining(says) })
})

test('a driver that never answers is an error', async () => {
  const driver = { ...memoryDriver(), getItem: () => new Promise(() => {}) }
  const store = createDriverStore(driver, { timeoutMs: 20 })
  await expect(store.get('a')).rejects.toMatchObject({
    code: 'store-failed',
    message: 'Could not read "a" from the "memory" driver: no answer within 0.02 s.',
  })
})

test('a driver that throws is an error without what it threw', async () => {
  const thrown = Object.assign(new Error('it broke'), { options: { token: 'planted' } })
  const driver = {
    ...memoryDriver(),
    getKeys: () => {
      throw thrown
    },
  }
  const error: unknown = await createDriverStore(driver)
    .list('a/')
    .catch((caught: unknown) => caught)
  expect(error).toMatchObject({
    code: 'store-failed',
    message: 'Could not list the keys that begin with "a/" in the "memory" driver: it broke.',
  })
  expect(inspect(error)).not.toContain('planted')
})

test.for([
  { name: 'no list', found: 'a:b' },
  { name: 'nothing', found: undefined },
])('a driver that lists $name is an error, not an empty store', async ({ found }) => {
  const store = createDriverStore({ ...memoryDriver(), getKeys: () => found })
  await expect(store.list('')).rejects.toMatchObject({ code: 'store-failed' })
})

test('keys come back whatever separators a driver gives, each one once', async () => {
  const found = [':a+:b', 'a+/b', 'a+\\b', 'a+:b', 'somebody:Else', 7]
  const store = createDriverStore({ ...memoryDriver(), getKeys: () => found })
  expect(await store.list('')).toEqual(['a/b'])
})

function named(name: string): StorageDriver {
  return { ...memoryDriver(), name }
}
