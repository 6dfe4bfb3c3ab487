import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Plan } from '@cdn-purge/core'
import { expectRefusal, setScene, type Heard, type Scene } from './scene.ts'

interface Row {
  readonly name: string
  /** Gives what the file becomes, out of what it was. */
  readonly becomes: (text: string) => string | Uint8Array
  readonly says: RegExp
}

const DEEP = '['.repeat(1_000_000)

/** What no file of ours is. */
const STRANGE: readonly Omit<Row, 'says'>[] = [
  { name: 'nothing', becomes: () => '' },
  { name: 'half of itself', becomes: (text) => text.slice(0, text.length / 2) },
  { name: 'zeros', becomes: () => new Uint8Array(4096) },
  { name: 'bytes that are no text', becomes: () => Uint8Array.from([0xff, 0xfe, 0xc0, 0x80]) },
  { name: '`null`', becomes: () => 'null' },
  { name: 'a list', becomes: () => '[]' },
  { name: 'a text', becomes: () => '"\u001b[2J"' },
  { name: 'an endless nesting', becomes: () => DEEP },
  {
    name: 'a release of the future',
    becomes: (text) => text.replace(/"version": ?1/, '"version":9'),
  },
  { name: 'no version', becomes: (text) => text.replace('"version"', '"vision"') },
  { name: 'HTML', becomes: () => '<!doctype html>' },
]

/** Writes over one field of a plan or manifest. */
function withField(field: string, value: unknown): (text: string) => string {
  return (text) => JSON.stringify({ ...JSON.parse(text), [field]: value })
}

async function planFile({ stage, say }: Scene): Promise<string> {
  const file = join(stage.project, 'plan.json')
  const { code, text } = await say(['plan', '--out', 'plan.json'])
  if (code !== 0) throw new Error(text)
  return file
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8')
}

const request = (fields: Readonly<Record<string, unknown>>) => ({
  action: 'purge',
  by: 'files',
  targets: ['http://www.site.example/'],
  reason: 'why',
  ...fields,
})

describe('a plan', () => {
  const bad = (place: string) =>
    new RegExp(
      `^Error: Could not read the plan "plan\\.json": .*${place}[^]*Nothing was purged`,
      'm',
    )

  test.for<Row>([
    ...STRANGE.map((row) => ({ ...row, says: bad('') })),
    { name: 'without a site', becomes: withField('site', null), says: bad('`site`') },
    {
      name: 'with changes that are none',
      becomes: withField('changes', [{}]),
      says: bad('`changes\\[0\\]`'),
    },
    {
      name: 'with a baseline of numbers',
      becomes: withField('baseline', [1]),
      says: bad('`baseline`'),
    },
    {
      name: 'with costs without end',
      becomes: withField('stats', { targets: '1e999' }),
      says: bad('`stats`'),
    },
    ...[
      { by: 'everything', targets: [] },
      { by: 'hosts', targets: [] },
      { by: 'hosts', targets: [''] },
      { by: 'hosts', targets: [7] },
      { by: 'planets', targets: ['mars'] },
      { action: 'delete' },
      { targets: ['not an address'] },
      { targets: [{ url: 'http://www.site.example/', headers: { a: 1 } }] },
      { targets: { length: 1 } },
      { reason: 7 },
    ].map((fields) => ({
      name: `with a request ${JSON.stringify(fields)}`,
      becomes: withField('requests', [request({}), request(fields)]),
      says: bad('`requests\\[1\\]`'),
    })),
  ])('$name is refused, and the place in it is named', async ({ becomes, says }, context) => {
    const scene = await setScene(context.onTestFinished)
    const file = await planFile(scene)
    await writeFile(file, becomes(await readText(file)))
    await expectRefusal(scene, { code: 2, says }, () => scene.say(['apply', 'plan.json']))
  })

  test.for([
    { field: 'zone', value: 'other.example' },
    { field: 'environment', value: 'Production' },
    { field: 'build', value: 'another' },
    { field: 'baseline', value: ['\u001b[2J'] },
  ])('for another $field is refused', async ({ field, value }, { onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    const file = await planFile(scene)
    await writeFile(file, withField(field, value)(await readText(file)))
    const says = /^Error: The plan was made for another [^]*Nothing was purged/m
    await expectRefusal(scene, { code: 1, says }, () => scene.say(['apply', 'plan.json']))
  })

  test('that says what a terminal would obey is shown as text', async ({ onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    const file = await planFile(scene)
    const plan = JSON.parse(await readText(file)) as Plan
    const evil = '\u001b[2J\u001b]0;owned\u0007\u202e'
    const changes = plan.changes.map((change) => ({ ...change, path: evil, reason: evil }))
    const notes = [{ code: 'c', text: evil }]
    const requests = plan.requests.map((each) => ({ ...each, reason: evil }))
    await writeFile(file, JSON.stringify({ ...plan, changes, notes, requests }))
    const says = /\\u001b\[2J\\u001b\]0;owned\\u0007\\u202e/
    await expectRefusal(scene, { code: 0, says }, () =>
      scene.say(['apply', 'plan.json', '--all', '--dry-run']),
    )
  })
})

const asset = { path: 'a.js', size: 1, digest: 'sha256-abc' }

describe('a manifest', () => {
  const bad = (what: string) =>
    new RegExp(`^Error: Could not read the manifest "b\\.json": .*${what}[^]*cdn-purge`, 'm')

  test.for<Row>([
    ...STRANGE.map((row) => ({ ...row, says: bad('') })),
    { name: 'of no assets', becomes: withField('assets', { length: 3 }), says: bad('not a list') },
    ...[
      { path: '../../etc/passwd' },
      { path: '/etc/passwd' },
      { path: 'a//b' },
      { path: 'a/./b' },
      { path: 'a\\..\\b' },
      { path: '' },
      { path: 'a\0b' },
      { path: '\ud800' },
      { path: 7 },
      { size: -1 },
      { size: 1.5 },
      { size: 1e300 },
      { digest: 'none' },
      { digest: `sha256-${'a'.repeat(10_000)}` },
      { fingerprinted: 'yes' },
    ].map((fields) => ({
      name: `with an asset ${JSON.stringify(fields).slice(0, 60)}`,
      becomes: withField('assets', [
        { ...asset, path: 'first.js' },
        { ...asset, ...fields },
      ]),
      says: bad('asset 2'),
    })),
    {
      name: 'that has a path twice',
      becomes: withField('assets', [asset, asset]),
      says: bad('asset 2 .*a second time'),
    },
  ])('$name is refused, and the place in it is named', async ({ becomes, says }, context) => {
    const scene = await setScene(context.onTestFinished)
    const { stage, say } = scene
    const { text } = await say(['manifest'])
    await writeFile(join(stage.project, 'a.json'), text)
    await writeFile(join(stage.project, 'b.json'), becomes(text))
    await expectRefusal(scene, { code: 2, says }, () =>
      say(['plan', '--from', 'a.json', '--to', 'b.json']),
    )
  })

  test.for([
    ['that is not there', 'nowhere.json', /"nowhere\.json": it does not exist/],
    ['that is a folder', 'dist', /"dist": it is a folder/],
  ] as const)('%s is refused', async ([, file, says], { onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    await mkdir(join(scene.stage.project, 'empty'))
    const compare = (): Promise<Heard> => scene.say(['plan', '--from', file, '--to', file])
    await expectRefusal(scene, { code: 2, says }, compare)
  })
})

test('the rows are worth it: the plan that they harm would have purged', async ({
  onTestFinished,
}) => {
  const scene = await setScene(onTestFinished)
  await planFile(scene)
  const { code, text } = await scene.say(['apply', 'plan.json'])
  expect({ code, text }).toMatchObject({ code: 0 })
  expect(text).toMatch(/^Fresh: /m)
})
