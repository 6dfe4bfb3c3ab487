import {
  buildId,
  createLedger,
  createManifest,
  createMemoryStore,
  type Ledger,
  type Manifest,
  type Site,
  type Store,
} from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { optionsWith } from '../../test/options.ts'
import { readKnowledge, type Knowledge } from './knowledge.ts'
import { siteOf } from '../build/site-of.ts'

const SITE = siteOf(optionsWith())

function manifestOf(bytes: string): Manifest {
  return createManifest([{ path: 'a.js', size: 1, digest: `test-${bytes}`, fingerprinted: false }])
}

interface Place {
  readonly ledger: Ledger
  readonly store: Store
  readonly begin: (bytes: string, site?: Site) => Promise<string>
  readonly settle: (deploy: string, covers?: readonly string[]) => Promise<void>
  readonly knowledge: (bytes: string, marked?: string) => Promise<Knowledge>
}

function place(): Place {
  const store = createMemoryStore()
  let count = 0
  const open = () =>
    createLedger(store, { prefix: '', now: () => ++count, newId: () => `d${++count}` })
  const ledger = open()
  return {
    store,
    ledger,
    begin: (bytes, site = SITE) =>
      ledger.begin({ manifest: manifestOf(bytes), site, marker: false, options: {} }),
    settle: (deploy, covers = []) => ledger.settle(deploy, { covers, pays: [], doubts: [] }),
    knowledge: (bytes, marked) =>
      // Another machine, which has seen nothing yet.
      readKnowledge(
        open(),
        {
          build: buildId(manifestOf(bytes), false),
          markedBuild: marked === undefined ? undefined : buildId(manifestOf(marked), false),
        },
        { site: SITE },
      ),
  }
}

function bytesOf(manifests: readonly Manifest[]): string[] {
  return manifests.map(({ assets }) => assets.get('a.js')?.digest.replace('test-', '') ?? '')
}

test('an empty ledger knows nothing, and says so', async () => {
  const found = await place().knowledge('1')
  expect(found).toMatchObject({ baseline: [], own: undefined, older: [], newestSettled: undefined })
  expect(found.doubts.map(({ code }) => code)).toEqual(['no-baseline'])
})

test('a settled deploy is known, and without doubt', async () => {
  const { begin, settle, knowledge } = place()
  await settle(await begin('1'))
  const found = await knowledge('2')
  expect([found.doubts, bytesOf(found.older), found.own]).toEqual([[], ['1'], undefined])
  expect(found.newestSettled).toEqual(manifestOf('1'))
})

test('the open deploy of this build is its own, and no part of the baseline', async () => {
  const { begin, settle, knowledge } = place()
  const settled = await begin('1')
  await settle(settled)
  const own = await begin('2')
  const found = await knowledge('2')
  expect(found.own?.id).toBe(own)
  expect(found.baseline.map(({ id }) => id)).toEqual([settled])
  expect(bytesOf(found.older)).toEqual(['1'])
})

test('a deploy of this build that has ended is in the baseline, and is not older', async () => {
  const { begin, settle, knowledge } = place()
  await settle(await begin('1'))
  const found = await knowledge('1')
  expect(found.own).toBeUndefined()
  expect(found.baseline).toHaveLength(1)
  expect(found.older).toEqual([])
})

test('an output that changed after it was begun is known by its marker, and both builds count', async () => {
  const { begin, settle, knowledge } = place()
  await settle(await begin('1'))
  const own = await begin('2')
  const found = await knowledge('3', '2')
  expect(found.own?.id).toBe(own)
  expect(bytesOf(found.older).toSorted()).toEqual(['1', '2'])
})

test('what others have open counts, and so does what was given up', async () => {
  const { begin, settle, ledger, knowledge } = place()
  await settle(await begin('1'))
  await begin('2')
  await ledger.close(await begin('3'))
  const found = await knowledge('4')
  expect(bytesOf(found.older).toSorted()).toEqual(['1', '2', '3'])
  expect(found.doubts).toEqual([])
})

test('what a settle covered is gone', async () => {
  const { begin, settle, knowledge } = place()
  const first = await begin('1')
  await settle(first)
  await settle(await begin('2'), [first])
  expect(bytesOf((await knowledge('3')).older)).toEqual(['2'])
})

test('another site, base or routes are a doubt that names the deploy', async () => {
  const { begin, settle, knowledge } = place()
  const id = await begin('1', { ...SITE, base: '/docs/' })
  await settle(id)
  const { doubts } = await knowledge('1')
  expect(doubts).toMatchObject([{ code: 'other-site', text: expect.stringContaining(id) }])
})

test('a manifest that is missing is a doubt, and the others still count', async () => {
  const { begin, settle, store, knowledge, ledger } = place()
  await settle(await begin('1'))
  await begin('2')
  const { records } = await ledger.read()
  const lost = records.find(({ state }) => state.kind === 'open')?.builds[0]?.manifest ?? ''
  await store.delete(lost)
  const found = await knowledge('3')
  expect(found.doubts).toMatchObject([
    { code: 'damaged-record', text: expect.stringContaining(lost) },
  ])
  expect(bytesOf(found.older)).toContain('1')
})

test('a manifest that goes with its deploy while the ledger is read is no doubt', async () => {
  const { begin, settle, store, ledger } = place()
  const first = await begin('1')
  await settle(first)
  const second = await begin('2')
  let isCompacted = false
  const watched: Store = {
    ...store,
    async get(key) {
      if (key.startsWith('manifests/') && !isCompacted) {
        isCompacted = true
        await settle(second, [first])
        await ledger.compact()
      }
      return store.get(key)
    },
  }
  const reader = createLedger(watched, { prefix: '', now: () => 0, newId: () => 'x' })
  const found = await readKnowledge(reader, { build: 'other' }, { site: SITE })
  expect(isCompacted).toBe(true)
  expect(found.doubts).toEqual([])
  expect(bytesOf(found.older)).toEqual(['2'])
})

test('doubts that a settle left are carried, and are no new ones', async () => {
  const { begin, ledger, knowledge } = place()
  const doubts = [{ code: 'some-doubt', text: 'Some doubt.' }]
  await ledger.settle(await begin('1'), { covers: [], pays: [], doubts })
  expect(await knowledge('2')).toMatchObject({ doubts: [], carried: doubts })
})
