import { describe, expect, test } from 'vitest'
import { TOKEN } from '../journey/stage.ts'
import {
  cutShort,
  endless,
  gibberish,
  saying,
  silent,
  standBetween,
  type Between,
  type Impostor,
} from './between.ts'
import { expectClear, expectRefusal, setScene, type Scene, type SceneOptions } from './scene.ts'

interface Row {
  readonly name: string
  readonly impostor: Impostor
  readonly says?: RegExp
  readonly code?: 1 | 2
}

const json = (value: unknown, status?: number) => saying(JSON.stringify(value), status)

const success = (result: unknown) => json({ success: true, errors: [], messages: [], result })

const refused = (errors: unknown, status = 400) =>
  json({ success: false, errors, messages: [], result: null }, status)

function chain(depth: number): unknown {
  let error: unknown = { code: 1, message: 'the first' }
  for (let each = 0; each < depth; each++) {
    error = { code: 1, message: 'deep', error_chain: [error] }
  }
  return [error]
}

/** What no API of ours answers, whatever it is asked. */
const STRANGE: readonly Row[] = [
  { name: 'nothing', impostor: saying('') },
  { name: 'no content', impostor: saying('', 204) },
  { name: 'HTML', impostor: saying('<html>Login', 200, { 'content-type': 'text/html' }) },
  { name: 'half an answer', impostor: saying('{"success": true, "resu') },
  { name: 'a connection that is cut', impostor: cutShort },
  { name: 'a connection that is closed', impostor: silent },
  { name: 'no HTTP', impostor: gibberish },
  { name: 'an answer without end', impostor: endless },
  { name: '`null`', impostor: saying('null') },
  { name: 'a list', impostor: saying('[{"success":true}]') },
  { name: 'an endless nesting', impostor: saying('['.repeat(100_000)) },
  { name: 'a success in words', impostor: json({ success: 'true', result: { id: 'a' } }) },
  { name: 'a success without a result', impostor: json({ success: true }) },
  { name: 'a prototype', impostor: saying('{"__proto__":{"success":true,"result":{"id":"a"}}}') },
  { name: 'errors that are a text', impostor: refused('all wrong') },
  { name: 'errors that are nothing', impostor: refused([null, 7, [], {}]) },
  { name: 'errors in each other', impostor: refused(chain(2_000)) },
  {
    name: 'a thousand errors',
    impostor: refused(Array.from({ length: 1_000 }, () => ({ code: 1, message: 'x' }))),
  },
  { name: 'our own token', impostor: refused([{ code: 1, message: `Bearer ${TOKEN}` }]) },
  {
    name: 'what a terminal would obey',
    impostor: refused([{ code: 1, message: '\u001b[2J\u202e\u0007' }]),
  },
  { name: 'a megabyte of a reason', impostor: refused([{ code: 1, message: 'x'.repeat(1e6) }]) },
  {
    name: 'a packed answer that is not packed',
    impostor: saying('{"success":true}', 200, { 'content-encoding': 'gzip' }),
  },
  {
    name: 'the way to another server',
    impostor: saying('', 307, { location: 'http://127.0.0.1:9/' }),
  },
]

async function behind(
  scene: Scene,
  between: Between,
): Promise<(argv: readonly string[]) => ReturnType<Scene['say']>> {
  const { pathname } = new URL(scene.stage.edge.apiUrl)
  const env = { CLOUDFLARE_BASE_URL: `http://${between.address}${pathname}` }
  return (argv) => scene.say(argv, env)
}

async function setUp(
  onTestFinished: Parameters<typeof setScene>[0],
  options: SceneOptions = {},
): Promise<{ scene: Scene; between: Between; say: Scene['say'] }> {
  const scene = await setScene(onTestFinished, options)
  const between = await standBetween(onTestFinished, new URL(scene.stage.edge.apiUrl).host)
  return { scene, between, say: await behind(scene, between) }
}

describe.concurrent('a purge that is answered with', () => {
  test.for<Row>([
    ...STRANGE,
    { name: 'a number', impostor: success(7) },
    { name: 'no id', impostor: success({}) },
    { name: 'an empty id', impostor: success({ id: '' }) },
    { name: 'an id that is none', impostor: success({ id: { toString: 'x' } }) },
    { name: '`null` for an id', impostor: success(null) },
  ])('$name: not fresh, and the next run heals', async ({ impostor }, { onTestFinished }) => {
    const { scene, between, say } = await setUp(onTestFinished)
    between.impersonate('/purge_cache', impostor)
    const says =
      /^Not fresh: 0 of 1 requests were accepted\. Could not purge [^]*Its record stays open/m
    await expectRefusal(scene, { code: 1, says }, () => say(['run']))
    between.impersonate('', undefined)
    expectClear(await say(['run']), { code: 0, says: /^Fresh: /m })
    expect(await scene.stage.visit('/')).toContain('home 2')
  })

  test('an id that a terminal would obey: fresh, and shown as text', async ({ onTestFinished }) => {
    const { scene, between, say } = await setUp(onTestFinished)
    between.impersonate('/purge_cache', success({ id: '\u001b[2J\u202e' }))
    // Nothing was evicted in truth, which is found out.
    await expectRefusal(scene, { code: 1, says: /^Not fresh: .*old bytes/m }, () => say(['run']))
  })
})

describe.concurrent('a look for the zone that is answered with', () => {
  const zone = (fields: Readonly<Record<string, unknown>>) =>
    json({
      success: true,
      errors: [],
      messages: [],
      result: [{ id: '0'.repeat(32), name: 'site.example', ...fields }],
      result_info: { page: 1, per_page: 50, total_pages: 1, count: 1, total_count: 1 },
    })

  test.for<Row>([
    ...STRANGE,
    { name: 'a zone that is nothing', impostor: success([null]) },
    { name: 'a zone without an id', impostor: zone({ id: undefined }) },
    { name: 'a zone whose id is a number', impostor: zone({ id: 7 }) },
    { name: 'no zone', impostor: success([]), code: 2 },
    { name: 'a zone of another name', impostor: zone({ name: 'other.example' }), code: 2 },
    { name: 'the name of everything', impostor: zone({ name: '\u001b[2J\u202e' }), code: 2 },
  ])('$name: nothing is purged', async ({ impostor, code = 1 }, { onTestFinished }) => {
    const { scene, between, say } = await setUp(onTestFinished)
    between.impersonate('/zones?', impostor)
    await expectRefusal(scene, { code, says: /^Error: /m }, () => say(['run']))
    expect(between.asked.filter((path) => path.includes('purge'))).toEqual([])
  })

  test.for([{ id: '../accounts' }, { id: 'a/../../b' }, { id: 'x?y#z' }, { id: '%2e%2e/x' }])(
    'an id that leads elsewhere, $id: nothing is purged',
    async ({ id }, { onTestFinished }) => {
      const { scene, between, say } = await setUp(onTestFinished)
      between.impersonate('/zones?', zone({ id }))
      await expectRefusal(scene, { code: 1, says: /^Error: /m }, () => say(['run']))
      const strays = between.asked.filter((path) => !path.startsWith('/client/v4/zones'))
      expect(strays).toEqual([])
    },
  )
})
