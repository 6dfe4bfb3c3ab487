import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { TOKEN } from '../journey/stage.ts'
import { expectRefusal, setScene } from './scene.ts'

const OTHER_SECRET = 'planted-secret-9876543210'

interface OptionRow {
  readonly name: string
  readonly value: unknown
}

const OPTIONS: readonly OptionRow[] = [
  { name: 'site', value: 7 },
  { name: 'site', value: 'javascript:alert(1)' },
  { name: 'site', value: 'http://[' },
  { name: 'site', value: `http://user:${TOKEN}@www.site.example` },
  { name: 'site', value: [] },
  { name: 'site', value: [{ url: null }] },
  { name: 'base', value: 'http://elsewhere.example/?x' },
  { name: 'cloudflare', value: 'site.example' },
  { name: 'cloudflare', value: { zone: '' } },
  { name: 'cloudflare', value: { zone: { toString: 1 } } },
  { name: 'cloudflare', value: { zone: 'site.example', token: TOKEN } },
  { name: 'dir', value: { length: 1 } },
  { name: 'origin', value: 'ftp://origin.example' },
  { name: 'access', value: { address: 'http://a/b' } },
  { name: 'access', value: { headers: { 'x-a': 'a\r\nx-b: b' } } },
  { name: 'access', value: { headers: { 'x a': 'b' } } },
  { name: 'access', value: { cookie: 'a\u0000b' } },
  { name: 'ledger', value: 'ftp://elsewhere/x' },
  { name: 'ledger', value: `redis://user:${TOKEN}@127.0.0.1:9` },
  { name: 'ledger', value: { get: 1 } },
  { name: 'marker', value: '../outside.json' },
  { name: 'fallback', value: '../outside.html' },
  { name: 'fingerprinted', value: 7 },
  { name: 'ignore', value: [null] },
  { name: 'variants', value: { query: 'all of them' } },
  { name: 'tags', value: [{ a: 1 }] },
  { name: 'deadline', value: 'soon' },
  { name: 'deadline', value: -1 },
  { name: 'collateral', value: '1e999' },
  { name: 'onUnknownBaseline', value: 'everything' },
  { name: 'onUrlRefused', value: ['widen'] },
  { name: 'waitForLive', value: 'for ever' },
  { name: 'verify', value: { others: -1 } },
  { name: 'verify', value: 'all' },
  { name: 'requireProof', value: 'yes' },
  { name: 'abandonAfter', value: '-1h' },
  { name: 'maxRemoved', value: '200 %' },
  { name: 'everything', value: true },
  { name: '\u001b[2J\u202e', value: 1 },
]

describe.concurrent('an option', () => {
  test.for(OPTIONS)('`$name` of $value is refused, by its name', async (row, context) => {
    const scene = await setScene(context.onTestFinished, { config: { [row.name]: row.value } })
    const name = row.name.startsWith('\u001b') ? '\\\\u001b\\[2J\\\\u202e' : row.name
    const says = new RegExp(`^Error: [^]*${name}`, 'm')
    await expectRefusal(scene, { code: 2, says }, () => scene.say(['run']))
  })
})

describe.concurrent('a configuration file that is', () => {
  test.for([
    ['nothing', 'json', ''],
    ['half of itself', 'json', '{"site": "http'],
    ['a list', 'json', '[]'],
    ['`null`', 'json', 'null'],
    ['an endless nesting', 'json', '['.repeat(1_000_000)],
    ['zeros', 'json', '\0'.repeat(4096)],
    ['a program that throws', 'mjs', 'throw new Error("\u001b[2J no")'],
    ['a program that throws nothing', 'mjs', 'throw undefined'],
    ['a program that ends nowhere', 'mjs', 'export const site = 1'],
    ['a function', 'mjs', 'export default () => ({})'],
    ['no program', 'mjs', 'export default {'],
  ] as const)('%s is refused', async ([, extension, text], { onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    await writeFile(join(scene.stage.project, `other.${extension}`), text)
    const says = new RegExp(`^Error: Could not read "other\\.${extension}": `, 'm')
    await expectRefusal(scene, { code: 2, says }, () =>
      scene.say(['run', '--config', `other.${extension}`]),
    )
  })
})

describe.concurrent('an environment in which', () => {
  interface EnvRow {
    readonly name: string
    readonly env: Readonly<Record<string, string>>
    readonly code: 1 | 2
    readonly config?: Readonly<Record<string, unknown>>
  }

  test.for<EnvRow>([
    { name: 'there is no token', env: { CLOUDFLARE_API_TOKEN: '' }, code: 2 },
    { name: 'the token has two lines', env: { CLOUDFLARE_API_TOKEN: `${TOKEN}\n` }, code: 2 },
    { name: 'the token is in quotes', env: { CLOUDFLARE_API_TOKEN: `"${TOKEN}"` }, code: 2 },
    { name: 'the token is no text', env: { CLOUDFLARE_API_TOKEN: `${TOKEN}\u0007é` }, code: 2 },
    { name: 'there are two ways in', env: { CLOUDFLARE_API_KEY: 'k'.repeat(37) }, code: 2 },
    { name: 'the API is nowhere', env: { CLOUDFLARE_BASE_URL: 'nowhere' }, code: 2 },
    { name: 'the API is a file', env: { CLOUDFLARE_BASE_URL: 'file:///etc/passwd' }, code: 2 },
    { name: 'the API is a program', env: { CLOUDFLARE_BASE_URL: 'javascript:1' }, code: 2 },
    {
      name: 'the API has a password',
      env: { CLOUDFLARE_BASE_URL: `http://user:${TOKEN}@127.0.0.1:9` },
      code: 2,
    },
    {
      name: 'the ledger is nowhere',
      env: {},
      config: { ledger: '$NO_SUCH_LEDGER' },
      code: 2,
    },
    {
      name: 'the ledger is no address',
      env: { LEDGER_URL: `redis://user:${TOKEN}@` },
      config: { ledger: '$LEDGER_URL' },
      code: 2,
    },
    {
      name: 'the ledger names another variable',
      env: { LEDGER_URL: '$LEDGER_URL' },
      config: { ledger: '$LEDGER_URL' },
      code: 2,
    },
    {
      name: 'a header has two lines',
      env: { SECRET: `${OTHER_SECRET}\r\nx-evil: 1` },
      config: { access: { headers: { 'x-access': '$SECRET' } } },
      code: 2,
    },
  ])('$name: nothing is purged', async ({ env, code, config = {} }, { expect, onTestFinished }) => {
    const scene = await setScene(onTestFinished, { config })
    await expectRefusal(scene, { code, says: /^Error: /m }, async () => {
      const heard = await scene.say(['run'], env)
      expect(heard.text).not.toContain(OTHER_SECRET)
      return heard
    })
  })
})

describe.concurrent('a command line with', () => {
  test.for([
    ['no command', []],
    ['a command of control', ['\u001b[2J\u202e']],
    ['a flag that is none', ['run', '--\u001b[2J']],
    ['a deploy that is none', ['forget', '../../settled']],
    ['the empty deploy', ['forget', '']],
    ['every deploy', ['forget', '*']],
    ['a wait that is none', ['run', '--wait-for-live', 'NaN']],
    ['a folder that is not there', ['run', '--dir', 'no/such/folder']],
    ['a folder that is a file', ['run', '--dir', 'cdn-purge.config.json']],
  ] as const)('%s: nothing is purged', async ([, argv], { expect, onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    const codes: number[] = []
    const isHelp = argv.length === 0
    await expectRefusal(scene, { code: 2, says: isHelp ? /cdn-purge/ : /^Error: /m }, async () => {
      const heard = await scene.say(argv)
      codes.push(heard.code)
      // Of what lies on the disk 1, of what was written on the command line 2: neither is success.
      return { ...heard, code: heard.code === 1 ? 2 : heard.code }
    })
    expect(codes).not.toContain(0)
  })
})
