import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Plan } from '@cdn-purge/core'
import { expectRefusal, setScene, type Scene } from './scene.ts'
import { STRANGE, withField, type Row } from './strange-files.ts'

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

test('the rows are worth it: the plan that they harm would have purged', async ({
  onTestFinished,
}) => {
  const scene = await setScene(onTestFinished)
  await planFile(scene)
  const { code, text } = await scene.say(['apply', 'plan.json'])
  expect({ code, text }).toMatchObject({ code: 0 })
  expect(text).toMatch(/^Fresh: /m)
})
