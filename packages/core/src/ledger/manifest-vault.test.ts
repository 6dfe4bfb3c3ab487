import { gunzipSync, gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createManifestVault, neededManifests } from './manifest-vault.ts'
import { createManifest, type Manifest } from '../manifest/manifest.ts'
import { createMemoryStore } from '../stores/memory-store.ts'
import { applyDelta, deltaOf, parseDelta, serializeDelta } from './manifest-delta.ts'

function manifestOf(files: Readonly<Record<string, string>>): Manifest {
  return createManifest(
    Object.entries(files).map(([path, digest]) => ({
      path,
      size: digest.length,
      digest: `test-${digest}`,
      fingerprinted: digest.startsWith('f'),
    })),
  )
}

/** A build of `count` files of which some are its own: `f0 … f99`, of build 3 every tenth has other bytes. */
function buildOf(number: number, count = 100): Manifest {
  const files = Array.from({ length: count }, (_, index) => {
    const touched = index % 10 === number % 10 ? number : 0
    return [`assets/f${index}`, `${index}v${touched}`] as const
  })
  return manifestOf(Object.fromEntries(files))
}

const anyManifest = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd/e', '__proto__'), fc.constantFrom('1', '2', 'f3'))
  .map(manifestOf)

test('a delta put on its base gives the manifest it was made from, through its text too', () => {
  fc.assert(
    fc.property(anyManifest, anyManifest, (base, next) => {
      const delta = deltaOf(base, next, { base: 'manifests/x', depth: 1 })
      expect(applyDelta(base, delta)).toEqual(next)
      expect(parseDelta(serializeDelta(delta), 'x')).toEqual(delta)
    }),
  )
})

test('alike builds are stored as deltas and read back whole, by another machine too', async () => {
  const store = createMemoryStore()
  const vault = createManifestVault(store, 'p/')
  const builds = Array.from({ length: 40 }, (_, number) => buildOf(number))
  const keys: string[] = []
  for (const build of builds) keys.push(await vault.put(build))
  const deltas = keys.filter((key) => key.includes('.'))
  expect(deltas.length).toBeGreaterThan(30)
  const other = createManifestVault(store, 'p/')
  for (const [index, key] of keys.entries()) expect(await other.get(key)).toEqual(builds[index])
})

test('an equal manifest is stored once', async () => {
  const store = createMemoryStore()
  const first = await createManifestVault(store, '').put(buildOf(1))
  const second = await createManifestVault(store, '').put(buildOf(1))
  expect(second).toBe(first)
  expect(await store.list('')).toEqual([first])
})

test('what would not be read again is not stored, whole or as a delta', async () => {
  const store = createMemoryStore()
  const vault = createManifestVault(store, '')
  // Commas weigh as much as values do, wherever they stand.
  const heavy = { [','.repeat(6_100_000)]: '1' }
  const kept = await vault.put(manifestOf(heavy))
  const tooHeavy = manifestOf({ ...heavy, [`x${','.repeat(6_100_000)}`]: '1' })
  await expect(vault.put(tooHeavy)).rejects.toMatchObject({
    code: 'bad-manifest',
    message: expect.stringContaining('too large for the ledger: 12 MiB'),
  })
  expect(await store.list('')).toEqual([kept])
})

test('a damaged manifest is stored again where the same build comes back', async () => {
  const store = createMemoryStore()
  const key = await createManifestVault(store, '').put(buildOf(1))
  await store.put(key, new Uint8Array([1, 2, 3]))
  await expect(createManifestVault(store, '').get(key)).rejects.toMatchObject({
    code: 'bad-record',
  })
  await createManifestVault(store, '').put(buildOf(1))
  expect(await createManifestVault(store, '').get(key)).toEqual(buildOf(1))
})

test('what a delta builds on is needed, and nothing else', async () => {
  const store = createMemoryStore()
  const vault = createManifestVault(store, '')
  const keys: string[] = []
  for (const number of [1, 2, 3]) keys.push(await vault.put(buildOf(number)))
  const lonely = await createManifestVault(store, '').put(manifestOf({ other: '1' }))
  const all = await vault.list()
  expect(neededManifests([keys[2] ?? ''], all)).toEqual(new Set(keys))
  expect(neededManifests([lonely], all)).toEqual(new Set([lonely]))
})

test('a hand-edited manifest is noticed, whole or delta', async () => {
  const store = createMemoryStore()
  const vault = createManifestVault(store, '')
  const keys = [await vault.put(buildOf(1)), await vault.put(buildOf(2))]
  for (const key of keys) {
    const text = gunzipSync((await store.get(key)) ?? new Uint8Array()).toString()
    await store.put(key, gzipSync(text.replaceAll('v', 'w')))
    await expect(createManifestVault(store, '').get(key)).rejects.toMatchObject({
      code: 'bad-record',
      message: expect.stringContaining('its content does not match its name'),
    })
  }
})

test('a manifest stays readable where what it builds on is removed before it is recorded', async () => {
  const store = createMemoryStore()
  const vault = createManifestVault(store, '')
  const base = await vault.put(buildOf(1))
  const key = await vault.put(buildOf(2))
  expect(key).toContain('.')
  await store.delete(base)
  await vault.ensure(key)
  expect(await createManifestVault(store, '').get(key)).toEqual(buildOf(2))
  const all = await vault.list()
  for (const other of all) if (!neededManifests([key], all).has(other)) await store.delete(other)
  expect(await createManifestVault(store, '').get(key)).toEqual(buildOf(2))
})

test('a manifest that was known and is removed is stored again, and not as a delta to itself', async () => {
  const store = createMemoryStore()
  const vault = createManifestVault(store, '')
  await store.delete(await vault.put(buildOf(1)))
  const key = await vault.put(buildOf(1))
  await vault.ensure(key)
  expect(await createManifestVault(store, '').get(key)).toEqual(buildOf(1))
})

test('what is there already is not stored again', async () => {
  const store = createMemoryStore()
  const vault = createManifestVault(store, '')
  const keys = [await vault.put(buildOf(1)), await vault.put(buildOf(2))]
  for (const key of keys) await vault.ensure(key)
  expect((await vault.list()).toSorted()).toEqual(keys.toSorted())
})
