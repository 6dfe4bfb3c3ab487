import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFolderStore, createMemoryStore } from '@cdn-purge/core'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import kvDriver from 'unstorage/drivers/cloudflare-kv-http'
import fsDriver from 'unstorage/drivers/fs'
import memoryDriver from 'unstorage/drivers/memory'
import { createDriverStore } from '../../packages/cdn-purge/src/stores/unstorage.ts'
import { startKv } from './kv-api.ts'
import { testStore } from './store.ts'

testStore('memory', createMemoryStore)
testStore('folder', () => createFolderStore(tempDir()))
testStore('folder that is not there yet', () => createFolderStore(path.join(tempDir(), 'a/b')))
testStore('unstorage, memory', () => createDriverStore(memoryDriver()))
// A user is refused it for that; it shows what the adapter makes of a driver with folders.
testStore('unstorage, fs', () => createDriverStore(fsDriver({ base: tempDir() })), {
  isAtomic: false,
})

// No real KV: ours is always consistent and takes keys above 512 bytes. It shows that the driver asks for every page.
const kv = await startKv()
afterAll(() => kv.stop())
let namespaces = 0
testStore('unstorage, KV over HTTP', () => {
  namespaces += 1
  const where = { accountId: 'account', namespaceId: `n${namespaces}`, apiURL: kv.url }
  return createDriverStore(kvDriver({ ...where, apiToken: 'token' }))
})

function tempDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'store-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

const writer = fileURLToPath(new URL('store-writer.ts', import.meta.url))

/** Runs a process that writes 50 keys of its own and one shared key 50 times. */
async function write(dir: string, name: string): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions', 'dev', writer, dir, name],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  expect(await once(child, 'exit')).toEqual([0, null])
}

test('several processes write to one folder at once, and nothing is lost or half', async () => {
  const dir = path.join(tempDir(), 'ledger')
  const names = ['w0', 'w1', 'w2']
  await Promise.all(names.map((name) => write(dir, name)))

  const store = createFolderStore(dir)
  const own = names.flatMap((name) => Array.from({ length: 50 }, (_, index) => `${name}/${index}`))
  expect((await store.list('')).toSorted()).toEqual([...own, 'shared'].toSorted())
  const shared = new TextDecoder().decode(await store.get('shared'))
  expect(names.map((name) => name.repeat(50_000))).toContain(shared)
})
