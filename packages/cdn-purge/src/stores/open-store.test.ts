import { createMemoryStore } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { lazyStore } from './lazy-store.ts'
import { openStore } from './open-store.ts'

test('a store is opened by its first use, once', async () => {
  let opened = 0
  const store = lazyStore(async () => {
    opened += 1
    return createMemoryStore()
  })
  expect(opened).toBe(0)
  await Promise.all(['a', 'b'].map((key) => store.put(key, new Uint8Array())))
  expect(await store.list('')).toEqual(['a', 'b'])
  expect(opened).toBe(1)
})

test('a store that could not be opened is tried again', async () => {
  let opened = 0
  const store = lazyStore(async () => {
    opened += 1
    if (opened === 1) throw new Error('not yet')
    return createMemoryStore()
  })
  await expect(store.list('')).rejects.toThrow('not yet')
  expect(await store.list('')).toEqual([])
})

test('a place that is none throws at once, without its secrets', () => {
  const open = () => openStore('redis://:SECRET@host', {})
  expect(open).toThrow('`ledger` is "redis://…@host", but secrets come from the environment only.')
})

test.for([
  { env: {}, message: '`ledger` is "$LEDGER", but this variable is not set.' },
  { env: { LEDGER: '' }, message: '`ledger` is "$LEDGER", but this variable is not set.' },
  {
    env: { LEDGER: '$OTHER' },
    message: '`ledger` is "$LEDGER", but a variable cannot name another one.',
  },
  { env: { LEDGER: 'redis://:SECRET@' }, message: 'such as "redis://host:6379/0".' },
])('$env holds no place', async ({ env, message }) => {
  const error: unknown = await openStore('$LEDGER', env)
    .list('')
    .catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'bad-option', message: expect.stringContaining(message) })
  expect(String(error)).not.toContain('SECRET')
})
