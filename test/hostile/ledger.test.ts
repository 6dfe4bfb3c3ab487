import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
    const says = /^Done, unproven: What earlier builds had could not all be read/m
    expectClear(heard, { code: 0, says })
    const bodies = scene.stage.edge
      .requests()
      .filter(({ path }) => path.includes('purge_cache'))
      .map(({ body }) => body)
    expect(bodies).toEqual([{ hosts: ['www.site.example'] }])
    expect(await scene.stage.visit('/')).toContain('home 2')
    expectClear(await scene.say(['run']), { code: 0, says: /^Nothing to do/m })
  })
})

test('a thousand files of no meaning end in one error, and what is said stays short', async ({
  onTestFinished,
}) => {
  const scene = await setScene(onTestFinished)
  const records = join(scene.stage.project, '.cdn-purge/site.example+/staging+/records+')
  for (let each = 0; each < 1_000; each++) {
    await mkdir(join(records, `x${each}+`))
    await writeFile(join(records, `x${each}+`, 'started'), `{"version":${each}`)
  }
  await expectRefusal(scene, { code: 1, says: /not known: / }, () => scene.say(['run']))
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
