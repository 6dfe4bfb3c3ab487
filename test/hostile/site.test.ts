import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  cutShort,
  endless,
  gibberish,
  saying,
  silent,
  standBetween,
  type Impostor,
} from './between.ts'
import { expectClear, expectRefusal, setScene, type Scene } from './scene.ts'

interface Row {
  readonly name: string
  readonly impostor: Impostor
}

const marker = (build: unknown) => saying(JSON.stringify({ version: 1, build }))

const packed = Buffer.concat(
  Array<Buffer>(5).fill(gzipSync(Buffer.alloc(64 * 1024 ** 2), { level: 1 })),
)

/** What no file of the build is. */
const STRANGE: readonly Row[] = [
  { name: 'nothing', impostor: saying('') },
  { name: 'zeros', impostor: saying(new Uint8Array(4096)) },
  { name: 'HTML', impostor: saying('<html>Login', 200, { 'content-type': 'text/html' }) },
  { name: 'a body without end', impostor: endless },
  {
    name: 'a body that unpacks to 320 MB',
    impostor: saying(packed, 200, { 'content-encoding': 'gzip' }),
  },
  {
    name: 'a packed body that is not packed',
    impostor: saying('{}', 200, { 'content-encoding': 'gzip' }),
  },
  { name: 'a body that is cut', impostor: cutShort },
  { name: 'a closed connection', impostor: silent },
  { name: 'no HTTP', impostor: gibberish },
  { name: 'a way to itself', impostor: saying('', 302, { location: '?' }) },
  { name: 'a way to nowhere', impostor: saying('', 302, { location: 'javascript:alert(1)' }) },
  { name: 'a way that is none', impostor: saying('', 302, { location: 'http://[' }) },
  { name: 'an error that is none', impostor: saying('', 599) },
  {
    name: 'headers of no meaning',
    impostor: saying('x', 200, { age: '-1e9', 'cf-ray': '-', 'cf-cache-status': '☺'.repeat(0) }),
  },
]

async function setUp(onTestFinished: Parameters<typeof setScene>[0]) {
  const first = await setScene(onTestFinished)
  const address = first.stage.edge.environmentAddress('Staging')
  const between = await standBetween(onTestFinished, address)
  const say: Scene['say'] = (argv, env) =>
    first.say([...argv, '--access-address', between.address], env)
  return { scene: first, between, say }
}

describe.concurrent('a marker that is', () => {
  test.for<Row>([
    ...STRANGE,
    { name: '`null`', impostor: saying('null') },
    { name: 'a list', impostor: saying('[]') },
    { name: 'an endless nesting', impostor: saying('['.repeat(1_000_000)) },
    { name: 'without a build', impostor: saying('{"version":1}') },
    { name: 'of a number', impostor: marker(7) },
    { name: 'of an object', impostor: marker({ toString: 1 }) },
    { name: 'of a megabyte', impostor: marker('x'.repeat(1_000_000)) },
    { name: 'of what a terminal would obey', impostor: marker('\u001b[2J\u202e\u0007') },
    { name: 'of a release of the future', impostor: saying('{"version":2,"build":"x"}') },
  ])('$name is not live: nothing is purged', async ({ impostor }, { onTestFinished }) => {
    const { scene, between, say } = await setUp(onTestFinished)
    between.impersonate('/cdn-purge.json', impostor)
    const says = /^Not fresh: [^]*Its record stays open/m
    await expectRefusal(scene, { code: 1, says }, () => say(['run']))
    between.impersonate('', undefined)
    expectClear(await say(['run']), { code: 0, says: /^(?:Fresh|Done)/m })
    expect(await scene.stage.visit('/')).toContain('home 2')
  })
})

describe.concurrent('a page that is', () => {
  test.for<Row>(STRANGE)(
    '$name is never called fresh: nothing is purged',
    async ({ impostor }, { onTestFinished }) => {
      const { scene, between, say } = await setUp(onTestFinished)
      between.impersonate('/a.js', impostor)
      await expectRefusal(scene, { code: 1, says: /^Not fresh: /m }, () => say(['run']))
    },
  )
})
