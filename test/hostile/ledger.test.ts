import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { expectClear, expectRefusal, LEDGER, setScene, type Scene } from './scene.ts'

interface Harm {
  readonly name: string
  /** Gives the text that a record becomes. */
  readonly becomes: (text: string) => string | Uint8Array
}

const HARMS: readonly Harm[] = [
  { name: 'nothing', becomes: () => '' },
  { name: 'half of itself', becomes: (text) => text.slice(0, text.length / 2) },
  { name: 'zeros', becomes: () => new Uint8Array(4096) },
  { name: 'bytes that are no text', becomes: () => Uint8Array.from([0xff, 0xfe, 0xc0, 0x80]) },
  { name: '`null`', becomes: () => 'null' },
  { name: 'a list', becomes: () => '[]' },
  { name: 'an endless nesting', becomes: () => '['.repeat(1_000_000) },
  {
    name: 'a release of the future',
    becomes: (text) => text.replace('"version":1', '"version":2'),
  },
  {
    name: 'a version that is an object',
    becomes: (text) => text.replace('"version":1', '"version":{"toString":1}'),
  },
  { name: 'a prototype', becomes: () => '{"__proto__":{"version":1}}' },
  { name: 'numbers beyond all numbers', becomes: () => '{"version":1e999}' },
  { name: '20 MB of a text', becomes: () => JSON.stringify({ version: 1, x: 'x'.repeat(2e7) }) },
  { name: 'HTML', becomes: () => '<!doctype html><title>Login</title>' },
]

const FIELDS: readonly (readonly [part: string, field: string, value: unknown])[] = [
  ['started', 'build', 7],
  ['started', 'manifest', null],
  ['started', 'at', 'yesterday'],
  ['started', 'at', 1e300],
  ['started', 'site', { origins: [] }],
  ['started', 'site', { origins: [{ url: 'javascript:alert(1)', dir: '', documents: true }] }],
  ['started', 'options', []],
  ['started', 'doubts', [{ code: 1, text: 2 }]],
  ['settled', 'covers', 'everything'],
  ['settled', 'covers', [1]],
  ['settled', 'pays', { length: 1 }],
  ['settled', 'doubts', [null]],
]

/** Writes over a record of the settled deploy; gives its name. */
async function harmRecord(
  { store, settled }: Scene,
  part: string,
  becomes: Harm['becomes'],
): Promise<string> {
  const name = `${settled}/${part}`
  const key = `${LEDGER}records/${name}`
  const bytes = await store.get(key)
  await store.put(key, Buffer.from(becomes(Buffer.from(bytes ?? []).toString('utf8'))))
  return name
}

describe('a record that became', () => {
  const rows = ['started', 'settled'].flatMap((part) => HARMS.map((harm) => ({ part, ...harm })))

  test.for(rows)(
    '$name ($part) is named, and nothing is purged',
    async ({ part, becomes }, { onTestFinished }) => {
      const scene = await setScene(onTestFinished)
      const name = await harmRecord(scene, part, becomes)
      const says = new RegExp(`^Error: What the edge holds is not known: .*"${name}"`, 'm')
      await expectRefusal(scene, { code: 1, says }, () => scene.say(['run']))
    },
  )

  test.for(FIELDS)(
    'other in its %s: `%s` is %j',
    async ([part, field, value], { onTestFinished }) => {
      const scene = await setScene(onTestFinished)
      const name = await harmRecord(scene, part, (text) =>
        JSON.stringify({ ...JSON.parse(text), [field]: value }),
      )
      const says = new RegExp(`^Error: What the edge holds is not known: .*"${name}"`, 'm')
      await expectRefusal(scene, { code: 1, says }, () => scene.say(['run']))
    },
  )

  test('anything at all widens to the site where that is allowed, and no further', async ({
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished, { config: { onUnknownBaseline: 'site' } })
    await harmRecord(scene, 'started', () => '{')
    await scene.stage.visit('/kept.css')
    const heard = await scene.say(['run'])
    expectClear(heard, { code: 0, says: /^Fresh: /m })
    const bodies = scene.stage.edge
      .requests()
      .filter(({ path }) => path.includes('purge_cache'))
      .map(({ body }) => body)
    expect(bodies).toEqual([{ hosts: ['www.site.example'] }])
    expect(await scene.stage.visit('/')).toContain('home 2')
    expectClear(await scene.say(['run']), { code: 0, says: /^Nothing to do/m })
  })
})

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

test('a thousand files of no meaning cost little time, and what is said stays short', async ({
  onTestFinished,
}) => {
  const scene = await setScene(onTestFinished)
  const records = join(scene.stage.project, '.cdn-purge/site.example+/staging+/records+')
  for (let each = 0; each < 1_000; each++) {
    await mkdir(join(records, `x${each}+`))
    await writeFile(join(records, `x${each}+`, 'started'), `{"version":${each}`)
  }
  const began = performance.now()
  await expectRefusal(scene, { code: 1, says: /not known: / }, () => scene.say(['run']))
  expect(performance.now() - began).toBeLessThan(20_000)
})

test('memories that make no sense are none: what they are about is found out anew', async ({
  onTestFinished,
}) => {
  const scene = await setScene(onTestFinished)
  const { store, open } = scene
  const junk = [
    `${LEDGER}learned/urls-0`,
    `${LEDGER}learned/keys-99999999`,
    `${LEDGER}learned/refuses-urls`,
    `${LEDGER}learned/\u202e`,
    `${LEDGER}records/${open}/accepted-1`,
  ]
  for (const key of junk)
    await store.put(key, Buffer.from('{"version":1,"at":"never","ranges":[[0'))
  expectClear(await scene.say(['run']), { code: 0, says: /^Fresh: /m })
  expect(await scene.stage.visit('/')).toContain('home 2')
})
