import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { createCloudflare, readCredentials } from '@cdn-purge/cloudflare'
import type { Fault } from '@cdn-purge/edge'
import { main } from 'cdn-purge/cli'
import { expect, test } from 'vitest'
import { setStage, TOKEN, type Stage } from './journey/stage.ts'

const KEY = 'planted0key0123456789abcdef012345'
const MASK = '***'

type Env = Readonly<Record<string, string>>

/** Gives all that a call of the command line says, with stacks and causes. */
async function said(stage: Stage, argv: readonly string[], env: Env = {}): Promise<string> {
  let text = ''
  const output = { write: (part: string) => (text += part) }
  await main(argv, {
    cwd: stage.project,
    env: {
      CLOUDFLARE_BASE_URL: stage.edge.apiUrl,
      CLOUDFLARE_API_TOKEN: TOKEN,
      DEBUG: 'cdn-purge',
      ...env,
    },
    stdout: output,
    stderr: output,
    onInterrupt: () => () => {},
  })
  return text
}

/** Gives every file below a folder as text, unzipped. */
async function filesBelow(dir: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const texts = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const bytes = await readFile(join(parentPath, name))
      const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b
      return [
        join(parentPath, name),
        (isZipped ? gunzipSync(bytes) : bytes).toString('latin1'),
      ] as const
    }),
  )
  return new Map(texts)
}

function expectNoSecret(where: string, text: string): void {
  for (const secret of [TOKEN, KEY]) expect(text, where).not.toContain(secret)
}

const COMMANDS: readonly (readonly string[])[] = [
  ['status'],
  ['manifest'],
  ['begin'],
  ['plan', '--all'],
  ['plan', '--json', '--out', 'plan.json'],
  ['apply', 'plan.json', '--assume-live'],
  ['apply', 'plan.json', '--json', '--wait-for-live', '0'],
  ['run', '--all', '--assume-live'],
  ['run', '--json', '--wait-for-live', '0'],
  ['run', '--everything', '--assume-live'],
  ['deploy', '--assume-live', '--', process.execPath, '-e', ''],
  ['deploy', '--', process.execPath, '-e', 'process.exit(1)'],
  ['deploy', '--', 'no-such-command'],
  ['forget', 'zzz'],
  ['run', '--wrong'],
  ['status', '--json'],
]

test('no command writes or says a token, and nothing had to be blanked', async ({
  onTestFinished,
}) => {
  const stage = await setStage(onTestFinished)
  await stage.build({ 'index.html': 'page', 'logo.svg': 'logo' })
  await stage.upload()
  for (const argv of COMMANDS) {
    const text = await said(stage, argv)
    expect(text).not.toBe('')
    expectNoSecret(argv.join(' '), text)
    expect(text, argv.join(' ')).not.toContain(MASK)
  }
  const files = await filesBelow(stage.project)
  expect(files.size).toBeGreaterThan(5)
  for (const [file, text] of files) expectNoSecret(file, text)
}, 240_000)

interface Failure {
  readonly name: string
  readonly fault?: Fault
  readonly env?: Env
  readonly config?: Readonly<Record<string, unknown>>
  readonly says: string
}

const ON_PURGE = { on: 'api', match: 'purge_cache' } as const

test.for<Failure>([
  {
    name: 'a wrong token',
    env: { CLOUDFLARE_API_TOKEN: `${TOKEN}wrong` },
    says: 'Authentication error',
  },
  {
    name: 'a wrong key',
    env: { CLOUDFLARE_API_TOKEN: '', CLOUDFLARE_API_KEY: KEY, CLOUDFLARE_EMAIL: 'a@b.example' },
    says: 'Cloudflare answered 400',
  },
  {
    name: 'a key with a line break in it',
    env: {
      CLOUDFLARE_API_TOKEN: '',
      CLOUDFLARE_API_KEY: `${KEY}\nx`,
      CLOUDFLARE_EMAIL: 'a@b.example',
    },
    says: 'Error',
  },
  {
    name: 'token and key at once',
    env: { CLOUDFLARE_API_KEY: KEY, CLOUDFLARE_EMAIL: 'a@b.example' },
    says: 'Error',
  },
  {
    name: 'a token with a line break in it',
    env: { CLOUDFLARE_API_TOKEN: `${TOKEN}\n${TOKEN}` },
    says: 'Error',
  },
  {
    name: 'a token with an odd letter',
    env: { CLOUDFLARE_API_TOKEN: `${TOKEN}é–` },
    says: 'Error',
  },
  {
    name: 'an API that nobody answers',
    env: { CLOUDFLARE_BASE_URL: 'http://127.0.0.1:9' },
    says: '127.0.0.1:9',
  },
  {
    name: 'a base URL that is none',
    env: { CLOUDFLARE_BASE_URL: 'nowhere' },
    says: 'Error',
  },
  {
    name: 'a zone that does not exist',
    config: { cloudflare: { zone: 'sites.example' } },
    says: 'sites.example',
  },
  {
    name: 'an environment that does not exist',
    config: { cloudflare: { zone: 'site.example', environment: 'Stagin' } },
    says: 'Stagin',
  },
  { name: 'success: false', fault: { ...ON_PURGE, kind: 'success-false' }, says: 'Not fresh' },
  { name: 'an HTML page', fault: { ...ON_PURGE, kind: 'html' }, says: 'Not fresh' },
  { name: 'half an answer', fault: { ...ON_PURGE, kind: 'truncate' }, says: 'Not fresh' },
  { name: 'a null result', fault: { ...ON_PURGE, kind: 'null-result' }, says: 'Not fresh' },
  {
    name: 'a refusal that repeats the header',
    fault: { ...ON_PURGE, kind: 'fail', status: 403, code: 10000, message: `Bearer ${TOKEN}` },
    says: 'Not fresh',
  },
])(
  '$name gives no secret away',
  async ({ fault, env = {}, config = {}, says }, { onTestFinished }) => {
    const stage = await setStage(onTestFinished, { config })
    await stage.build({ 'index.html': 'page' })
    await stage.upload()
    await said(stage, ['begin'])
    if (fault) stage.edge.setFaults([fault])
    const text = await said(stage, ['run', '--assume-live'], env)
    expect(text).toContain(says)
    expectNoSecret('what was said', text)
    for (const [file, content] of await filesBelow(stage.project)) expectNoSecret(file, content)
  },
)

test('a ledger that cannot be written gives no secret away', async ({ onTestFinished }) => {
  const stage = await setStage(onTestFinished, { config: { ledger: 'ledger' } })
  await stage.build({ 'index.html': 'page' })
  await writeFile(join(stage.project, 'ledger'), 'a file where the folder should be')
  const text = await said(stage, ['begin'])
  expect(text).toContain('Error: ')
  expectNoSecret('what was said', text)
})

test('an error of the client holds no credentials, however deep one looks', async ({
  onTestFinished,
}) => {
  const stage = await setStage(onTestFinished)
  const client = createCloudflare({
    credentials: readCredentials({ CLOUDFLARE_API_TOKEN: `${TOKEN}wrong` }),
    baseURL: stage.edge.apiUrl,
  })
  const error = await client.zones.list({ name: 'site.example' }).catch((thrown: unknown) => thrown)
  await client.close()
  expect(error).toBeInstanceOf(Error)
  expectNoSecret('the error', inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }))
  expectNoSecret(
    'the client',
    inspect(client, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
  )
})
