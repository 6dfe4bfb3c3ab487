import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { test } from 'vitest'
import { expectRefusal, LEDGER, setScene, type Scene } from './scene.ts'

interface Thing {
  readonly name: string
  readonly put: (scene: Scene, ledger: string) => Promise<unknown>
  readonly says: RegExp
  readonly code?: number
}

/** Compressed members in a row are one text. */
const GIGABYTE = Buffer.concat(
  Array<Buffer>(16).fill(gzipSync(Buffer.alloc(64 * 1024 ** 2), { level: 1 })),
)

const MANIFESTS = /manifests\/[0-9a-f.]+/

async function putManifests({ store }: Scene, bytes: Uint8Array | undefined): Promise<void> {
  for (const key of await store.list(`${LEDGER}manifests/`)) {
    await (bytes === undefined ? store.delete(key) : store.put(key, bytes))
  }
}

test.for<Thing>([
  {
    name: 'manifests that are gone',
    put: (scene) => putManifests(scene, undefined),
    says: new RegExp(`not known: .*${MANIFESTS.source}.*it is missing`),
  },
  {
    name: 'manifests that are empty',
    put: (scene) => putManifests(scene, new Uint8Array()),
    says: new RegExp(`not known: .*${MANIFESTS.source}`),
  },
  {
    name: 'manifests that are not compressed',
    put: (scene) => putManifests(scene, Buffer.from('{"version":1,"assets":[]}')),
    says: new RegExp(`not known: .*${MANIFESTS.source}`),
  },
  {
    name: 'manifests of another build',
    put: (scene) => putManifests(scene, gzipSync('{"version":1,"assets":[]}')),
    says: new RegExp(`not known: .*${MANIFESTS.source}.*does not match its name`),
  },
  {
    name: 'manifests that unpack to a gigabyte',
    async put({ store }) {
      const [key = ''] = await store.list(`${LEDGER}manifests/`)
      await store.put(key, GIGABYTE)
    },
    says: new RegExp(`not known: .*${MANIFESTS.source}`),
  },
  {
    name: 'a manifest that builds on itself',
    async put({ store, settled }) {
      const [key = ''] = await store.list(`${LEDGER}records/${settled}/started`)
      const record = JSON.parse(Buffer.from((await store.get(key)) ?? []).toString())
      const sha = 'a'.repeat(64)
      const manifest = `manifests/${sha}.${sha}.${sha}`
      await store.put(key, Buffer.from(JSON.stringify({ ...record, manifest })))
      await store.put(LEDGER + manifest, gzipSync('{}'))
    },
    says: new RegExp(`not known: .*${MANIFESTS.source}`),
  },
  {
    name: 'a record that names a manifest elsewhere',
    async put({ store, settled }) {
      const [key = ''] = await store.list(`${LEDGER}records/${settled}/started`)
      const record = JSON.parse(Buffer.from((await store.get(key)) ?? []).toString())
      const manifest = '../../../../etc/passwd'
      await store.put(key, Buffer.from(JSON.stringify({ ...record, manifest })))
    },
    says: /not known: .*etc\/passwd/,
  },
  {
    name: 'a file that no release writes',
    put: ({ store, settled }) =>
      store.put(`${LEDGER}records/${settled}/notes \u001b[2J\u202e.txt`, Buffer.from('hello')),
    says: /not known: .*notes \\u001b\[2J\\u202e\.txt" of the ledger is not usable/,
  },
  {
    name: 'a folder in the place of a record',
    async put({ store, settled }, ledger) {
      await store.delete(`${LEDGER}records/${settled}/started`)
      await mkdir(join(ledger, 'site.example+', 'staging+', 'records+', `${settled}+`, 'started'))
    },
    says: /not known: .*\/started/,
  },
  {
    name: 'a link in a circle in the place of a record',
    async put({ store, settled }, ledger) {
      await store.delete(`${LEDGER}records/${settled}/started`)
      const file = join(ledger, 'site.example+', 'staging+', 'records+', `${settled}+`, 'started')
      await symlink(file, file)
    },
    says: /^Error: Could not read .*started.*\.cdn-purge/m,
  },
  {
    name: 'a file in the place of the ledger',
    async put(_, ledger) {
      await rm(ledger, { recursive: true })
      await writeFile(ledger, 'a file')
    },
    says: /^Error: Could not list .*\.cdn-purge/m,
  },
])(
  '$name: it is said what and where, and nothing is purged',
  async ({ put, says }, { onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    await put(scene, join(scene.stage.project, '.cdn-purge'))
    await expectRefusal(scene, { code: 1, says }, () => scene.say(['run']))
    await expectRefusal(scene, { code: 1, says }, () => scene.say(['run', '--json']))
  },
)
