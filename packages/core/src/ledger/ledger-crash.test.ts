import { expect, test } from 'vitest'
import { manifestOf, siteWith } from '../../test/builds.ts'
import { baseline } from './baseline.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createMemoryStore } from '../stores/memory-store.ts'
import type { Store } from '../stores/store.ts'

function ledgerOver(store: Store, name: string): Ledger {
  let count = 0
  return createLedger(store, { prefix: '', now: () => 1000, newId: () => `${name}${++count}` })
}

function begin(ledger: Ledger, bytes: string): Promise<string> {
  return ledger.begin({
    manifest: manifestOf({ a: bytes }),
    site: siteWith(),
    marker: false,
    options: {},
  })
}

/** What a later run would compare with: the builds of the baseline, by their bytes. */
async function heldBy(store: Store): Promise<string[]> {
  const ledger = ledgerOver(store, 'reader')
  const { records, damage } = await ledger.read()
  expect(damage).toEqual([])
  const keys = baseline(records).flatMap(({ builds }) => builds.map(({ manifest }) => manifest))
  const manifests = await Promise.all(keys.map((key) => ledger.manifest(key)))
  return manifests.map(({ assets }) => assets.get('a')?.digest ?? '').toSorted()
}

/** A store that takes so many changes and then dies, before the next one has an effect. */
function dyingStore(store: Store, changes: number): Store {
  let left = changes
  const dies = async (change: () => Promise<void>) => {
    if (left === 0) throw new Error('it died')
    left--
    await change()
  }
  return {
    ...store,
    put: (key, value) => dies(() => store.put(key, value)),
    delete: (key) => dies(() => store.delete(key)),
  }
}

test('wherever a settle and the compaction after it die, the edge is still explained', async () => {
  for (let changes = 0; ; changes++) {
    const store = createMemoryStore()
    const ledger = ledgerOver(store, 'd')
    const [a, b, c] = [await begin(ledger, 'A'), await begin(ledger, 'B'), await begin(ledger, 'C')]
    await ledger.settle(a, { covers: [], pays: [], doubts: [] })
    await ledger.close(b)
    const before = await heldBy(store)
    const dying = ledgerOver(dyingStore(store, changes), 'e')
    const died = await dying
      .settle(c, { covers: [a, b], pays: [], doubts: [] })
      .then(() => dying.compact())
      .then(
        () => false,
        () => true,
      )
    const after = await heldBy(store)
    if (changes === 0) expect(after).toEqual(before)
    else expect(after).toEqual([manifestOf({ a: 'C' }).assets.get('a')?.digest])
    if (!died) {
      expect(changes).toBeGreaterThan(5)
      return
    }
  }
})

test('while a record cannot be read no manifest is removed, as it may name one', async () => {
  const store = createMemoryStore()
  const ledger = ledgerOver(store, 'd')
  const first = await begin(ledger, 'A')
  const second = await begin(ledger, 'B')
  const key = `records/${second}/started`
  const bytes = await store.get(key)
  await store.put(key, Buffer.from('{'))
  await ledger.settle(first, { covers: [], pays: [], doubts: [] })
  await ledger.compact()
  expect(await store.list('manifests/')).toHaveLength(2)
  await store.put(key, bytes ?? new Uint8Array())
  expect(await heldBy(store)).toHaveLength(2)
})

test('a manifest that another machine removes before a record names it is stored again', async () => {
  const store = createMemoryStore()
  const other = ledgerOver(store, 'other')
  const watched: Store = {
    ...store,
    async put(key, value) {
      // The last moment at which nothing names the manifest.
      if (key.endsWith('/started')) await other.compact()
      await store.put(key, value)
    },
  }
  const ledger = ledgerOver(watched, 'd')
  await begin(ledger, 'A')
  expect(await heldBy(store)).toEqual([manifestOf({ a: 'A' }).assets.get('a')?.digest])
})

test('a build that comes back before a compaction reads the records keeps its manifest', async () => {
  const store = createMemoryStore()
  const ledger = ledgerOver(store, 'd')
  const [a, b] = [await begin(ledger, 'A'), await begin(ledger, 'B')]
  await ledger.settle(a, { covers: [], pays: [], doubts: [] })
  await ledger.settle(b, { covers: [a], pays: [], doubts: [] })
  const lists: string[] = []
  const watched: Store = {
    ...store,
    async list(below) {
      const keys = await store.list(below)
      lists.push(below)
      // The names of what may go are listed, the records are not yet read.
      if (lists.length === 2) await begin(ledgerOver(store, 'other'), 'A')
      return keys
    },
  }
  await ledgerOver(watched, 'e').compact()
  expect(lists).toEqual(['manifests/', 'records/', 'records/'])
  const digests = ['A', 'B'].map((bytes) => manifestOf({ a: bytes }).assets.get('a')?.digest ?? '')
  expect(await heldBy(store)).toEqual(digests.toSorted())
})
