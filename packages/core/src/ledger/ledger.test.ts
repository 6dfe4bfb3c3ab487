import { expect, test } from 'vitest'
import { manifestOf, siteWith } from '../../test/builds.ts'
import { baseline } from './baseline.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { buildId } from '../manifest/manifest.ts'
import { createMemoryStore } from '../stores/memory-store.ts'
import type { Store } from '../stores/store.ts'

interface Place {
  readonly store: Store
  readonly ledger: Ledger
  readonly begin: (build: Readonly<Record<string, string>>) => Promise<string>
}

function place(prefix = 'z/e/', store: Store = createMemoryStore()): Place {
  let count = 0
  const ledger = createLedger(store, {
    prefix,
    now: () => 1000 + count,
    newId: () => `d${++count}`,
  })
  return {
    store,
    ledger,
    begin: (build) =>
      ledger.begin({
        manifest: manifestOf(build),
        site: siteWith(),
        marker: 'cdn-purge.json',
        options: { dir: ['dist'] },
      }),
  }
}

async function heldIn(ledger: Ledger): Promise<string[]> {
  return baseline((await ledger.read()).records).map(({ id }) => id)
}

test('a ledger that was never written to holds nothing', async () => {
  expect(await place().ledger.read()).toEqual({ records: [], damage: [] })
})

test('what was begun can be read again, manifest and all', async () => {
  const { ledger, begin } = place()
  const build = manifestOf({ 'index.html': '1', 'cdn-purge.json': 'marker' })
  const id = await begin({ 'index.html': '1', 'cdn-purge.json': 'marker' })
  const { records, damage } = await ledger.read()
  expect(damage).toEqual([])
  expect(records).toMatchObject([
    {
      id,
      startedAt: 1001,
      builds: [{ build: buildId(build, 'cdn-purge.json') }],
      options: { dir: ['dist'] },
      state: { kind: 'open' },
    },
  ])
  expect(await ledger.manifest(records[0]?.builds[0]?.manifest ?? '')).toEqual(build)
})

test('the manifest is there before the record that names it', async () => {
  const written: string[] = []
  const store = createMemoryStore()
  const watched: Store = {
    ...store,
    put: (key, value) => {
      written.push(key.replace(/[0-9a-f]{64}/, '…'))
      return store.put(key, value)
    },
  }
  const { begin } = place('z/e/', watched)
  await begin({ a: '1' })
  expect(written).toEqual(['z/e/manifests/…', 'z/e/records/d1/started'])
})

test('A, B, A again: three deploys, and one manifest for both A', async () => {
  const { ledger, begin, store } = place()
  await begin({ a: 'A' })
  await begin({ a: 'B' })
  await begin({ a: 'A' })
  const { records } = await ledger.read()
  expect(new Set(records.map(({ id }) => id)).size).toBe(3)
  expect(records[0]?.builds).toEqual(records[2]?.builds)
  expect(await store.list('z/e/manifests/')).toHaveLength(2)
})

test('a settle takes the place of what it covers, a close of nothing', async () => {
  const { ledger, begin } = place()
  const [a, b, c] = [await begin({ a: 'A' }), await begin({ a: 'B' }), await begin({ a: 'C' })]
  await ledger.settle(a, { covers: [], pays: [], doubts: [] })
  await ledger.close(b)
  expect(await heldIn(ledger)).toEqual([a, b, c])
  await ledger.settle(c, { covers: [a, b], pays: [], doubts: [] })
  expect(await heldIn(ledger)).toEqual([c])
})

test('a later scan of the same output counts beside the first', async () => {
  const { ledger, begin } = place()
  const id = await begin({ a: 'A' })
  await ledger.addBuild(id, manifestOf({ a: 'A', b: 'B' }), false)
  await ledger.addBuild(id, manifestOf({ a: 'A', b: 'B' }), false)
  const { records } = await ledger.read()
  expect(records[0]?.builds.map(({ build }) => build)).toEqual([
    buildId(manifestOf({ a: 'A' }), false),
    buildId(manifestOf({ a: 'A', b: 'B' }), false),
  ])
})

test('environments share a store and see nothing of each other', async () => {
  const store = createMemoryStore()
  const [staging, other] = [place('z/staging/', store), place('z/staging-2/', store)]
  await staging.begin({ a: '1' })
  expect((await other.ledger.read()).records).toEqual([])
  expect((await place('z/staging/', store).ledger.read()).records).toHaveLength(1)
})

test('two machines that write at once both stay', async () => {
  const store = createMemoryStore()
  const ids = ['left', 'right'].map((id) =>
    createLedger(store, { prefix: '', now: () => 1, newId: () => id }).begin({
      manifest: manifestOf({ a: id }),
      site: siteWith(),
      marker: false,
      options: {},
    }),
  )
  expect(await Promise.all(ids)).toEqual(['left', 'right'])
  expect(await heldIn(place('', store).ledger)).toEqual(['left', 'right'])
})

interface Lost {
  readonly name: string
  readonly harm: (store: Store, key: string) => Promise<void>
  readonly says: string
}

test.for<Lost>([
  {
    name: 'is missing',
    harm: (store, key) => store.delete(key),
    says: 'it is missing',
  },
  {
    name: 'is cut in half',
    harm: async (store, key) => {
      const bytes = await store.get(key)
      await store.put(key, bytes?.slice(0, bytes.length / 2) ?? new Uint8Array())
    },
    says: 'is not usable: ',
  },
  {
    name: 'is another one',
    harm: async (store, key) => {
      const keys = await store.list('z/e/manifests/')
      const other = keys.find((each) => each !== key) ?? ''
      await store.put(key, (await store.get(other)) ?? new Uint8Array())
    },
    says: 'its content does not match its name',
  },
])('a manifest that $name is a bad record, and is named', async ({ harm, says }) => {
  const { ledger, begin, store } = place()
  await begin({ a: '1' })
  await begin({ a: '2' })
  const { records } = await ledger.read()
  const key = records[0]?.builds[0]?.manifest ?? ''
  await harm(store, `z/e/${key}`)
  await expect(place('z/e/', store).ledger.manifest(key)).rejects.toMatchObject({
    code: 'bad-record',
    message: expect.stringContaining(says),
    hint: expect.stringContaining('onUnknownBaseline'),
  })
})

test('a store that fails is not taken for an empty history', async () => {
  const store: Store = {
    ...createMemoryStore(),
    list: () => Promise.reject(new Error('the network is gone')),
  }
  await expect(place('', store).ledger.read()).rejects.toThrow('the network is gone')
})

test('a deploy is taken by one deployer, and by none where two take it at once', async () => {
  const store = createMemoryStore()
  const [mine, theirs] = [place('z/e/', store), place('z/e/', store)]
  const first = await mine.begin({ a: '1' })
  expect(await mine.ledger.take(first)).toBe(true)
  expect(await theirs.ledger.take(first)).toBe(false)
  const { records } = await theirs.ledger.read()
  expect(records.map(({ taken }) => taken)).toEqual([true])
})
