import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { main } from './cli.ts'

const CONFIG = { site: 'https://www.example.com', cloudflare: { zone: 'example.com' }, dir: 'dist' }

interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

interface Project {
  readonly cwd: string
  readonly call: (...argv: readonly string[]) => Promise<Said>
  /** Writes files of the output folder. */
  readonly build: (files: Readonly<Record<string, string>>) => Promise<void>
}

/** A folder with a configuration file and an output folder. */
async function project(config: object | null = CONFIG): Promise<Project> {
  const cwd = await mkdtemp(join(tmpdir(), 'cdn-purge-cli-'))
  onTestFinished(() => rm(cwd, { recursive: true }))
  if (config) await writeFile(join(cwd, 'cdn-purge.config.json'), JSON.stringify(config))
  await mkdir(join(cwd, 'dist'))
  return {
    cwd,
    async build(files) {
      for (const [name, text] of Object.entries(files)) {
        await writeFile(join(cwd, 'dist', name), text)
      }
    },
    async call(...argv) {
      const said = { stdout: '', stderr: '' }
      const code = await main(argv, {
        cwd,
        env: {},
        stdout: { write: (text) => (said.stdout += text) },
        stderr: { write: (text) => (said.stderr += text) },
        onInterrupt: () => () => {},
      })
      return { code, ...said }
    },
  }
}

function idIn(text: string): string {
  const { deploy }: { deploy: string } = JSON.parse(text)
  return deploy
}

interface WrongUse {
  readonly argv: readonly string[]
  readonly says: string
}

test.for<WrongUse>([
  { argv: [], says: 'Usage: cdn-purge <command> [flags]' },
  { argv: ['rum'], says: 'Unknown command "rum". Did you mean "run"?' },
  { argv: ['frobnicate'], says: 'Unknown command "frobnicate".\n' },
  { argv: ['doctor'], says: 'The command "doctor" is not in this version yet.' },
  { argv: ['--quiet', 'plan'], says: 'The command comes before `--quiet`.' },
  { argv: ['plan', '--jsn'], says: 'Unknown flag `--jsn`. Did you mean `--json`?' },
  { argv: ['plan', '--everything'], says: 'Unknown flag `--everything`.' },
  { argv: ['run', '--', 'rsync'], says: 'runs no command after `--`' },
  { argv: ['deploy'], says: 'The command that deploys is missing.' },
  { argv: ['deploy', 'rsync'], says: 'Unexpected argument "rsync".' },
  { argv: ['apply'], says: '<plan> is missing.' },
  { argv: ['apply', 'none.json'], says: 'Could not read "none.json": it does not exist.' },
  { argv: ['forget'], says: '<id> is missing.' },
  { argv: ['forget', 'abc'], says: 'no deploy begins with "abc"' },
  { argv: ['plan', '--from', 'a.json'], says: '`--from` and `--to` are used together.' },
  { argv: ['plan', '--config', 'none.mjs'], says: 'There is no configuration file' },
  { argv: ['plan', '--dir', 'none'], says: 'none' },
  { argv: ['plan', '--site', 'example.com'], says: '`site` is "example.com"' },
  { argv: ['run', '--wait-for-live', 'soon'], says: '`waitForLive` is "soon"' },
  { argv: ['run', '--wait-for-live', 'soon'], says: 'in cdn-purge.config.json and the flags' },
])('wrong use: cdn-purge $argv', async ({ argv, says }) => {
  const { call, build } = await project()
  await build({ 'index.html': 'a' })
  const { code, stdout, stderr } = await call(...argv)
  expect(stderr).toContain(says)
  expect(stdout).toBe('')
  expect(stderr).not.toContain('    at ')
  expect(code).toBe(argv.includes('none') ? 1 : 2)
})

test('wrong use with --json is one object on stdout', async () => {
  const { call } = await project()
  const { code, stdout } = await call('plan', '--json', '--jsn')
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    error: {
      code: 'bad-option',
      message: 'Unknown flag `--jsn`. Did you mean `--json`?',
      hint: expect.any(String),
    },
  })
})

test('DEBUG=cdn-purge shows where an error came from', async () => {
  let stderr = ''
  await main(['rum'], {
    env: { DEBUG: 'cdn-purge' },
    stderr: { write: (text) => (stderr += text) },
    onInterrupt: () => () => {},
  })
  expect(stderr).toContain('    at ')
})

test('help and version go to stdout', async () => {
  const { call } = await project()
  expect(await call('--help')).toMatchObject({ code: 0, stderr: '' })
  const help = await call('run', '--help')
  expect(help).toMatchObject({ code: 0, stderr: '' })
  expect(help.stdout).toContain('--everything')
  expect((await call('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('without a configuration file the flags are enough, and what is missing is said', async () => {
  const { call, build } = await project(null)
  await build({ 'index.html': 'a' })
  const nothing = await call('plan')
  expect(nothing.code).toBe(2)
  expect(nothing.stderr).toContain('`site` is missing.')
  expect(nothing.stderr).toContain('There is no configuration file')
  const flags = ['--site', 'https://www.example.com', '--zone', 'example.com', '--dir', 'dist']
  expect(await call('plan', ...flags)).toMatchObject({ code: 0 })
})

test('flags win over the configuration file', async () => {
  const { call, build } = await project({ ...CONFIG, base: '/a/' })
  await build({ 'index.html': 'a' })
  const { stdout } = await call('plan', '--json', '--base', '/b/', '--environment', 'staging')
  expect(JSON.parse(stdout)).toMatchObject({
    site: { base: '/b/' },
    zone: 'example.com',
    environment: 'staging',
  })
})

test('begin records and writes the marker, status shows it, forget closes it', async () => {
  const { call, build, cwd } = await project()
  await build({ 'index.html': 'a' })
  const begun = await call('begin', '--json')
  expect(begun.code).toBe(0)
  expect(JSON.parse(begun.stdout)).toEqual({
    version: 1,
    command: 'begin',
    dryRun: false,
    deploy: expect.stringMatching(/^[0-9a-f]+$/),
    build: expect.stringMatching(/^[0-9a-f]{64}$/),
    assets: 2,
    adopted: false,
  })
  expect(await readFile(join(cwd, 'dist/cdn-purge.json'), 'utf8')).toContain('"build"')

  const id = idIn(begun.stdout)
  const status = await call('status')
  expect(status.stdout).toContain(`${id}  `)
  expect(status.stdout).toContain('1 deploy is open')

  expect((await call('forget', id.slice(0, 5), '--dry-run')).stdout).toContain('Would close')
  expect((await call('status')).stdout).toContain('1 deploy is open')
  expect((await call('forget', id.slice(0, 5))).stdout).toContain(`Closed deploy ${id}`)
  const after = await call('status', '--json')
  expect(JSON.parse(after.stdout)).toMatchObject({
    version: 1,
    command: 'status',
    zone: 'example.com',
    environment: 'production',
    deploys: [{ id, state: 'closed', inBaseline: true }],
    notes: [],
  })
  expect((await call('forget', id)).stderr).toContain(`Deploy ${id} is closed already.`)
})

test('a dry run of begin writes nothing', async () => {
  const { call, build, cwd } = await project()
  await build({ 'index.html': 'a' })
  const { code, stdout } = await call('begin', '--dry-run')
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Would begin/) })
  expect(await readdir(cwd)).toEqual(['cdn-purge.config.json', 'dist'])
  expect(await readdir(join(cwd, 'dist'))).toEqual(['index.html'])
})

test('plan --exit-code answers 3 where something would be purged', async () => {
  const { call, build } = await project()
  await build({ 'index.html': 'a' })
  expect((await call('plan')).code).toBe(0)
  expect((await call('plan', '--exit-code')).code).toBe(3)
  expect((await call('plan', '--exit-code', '--quiet')).stdout).toBe('')
})

const PROGRAM = ['--json', '--exit-code']

test('two manifests are compared without ledger or zone', async () => {
  const { call, build, cwd } = await project(null)
  const site = ['--site', 'https://www.example.com']
  const known = [...site, '--zone', 'example.com', '--dir', 'dist']
  await build({ 'index.html': 'a', 'about.html': 'a' })
  expect((await call('manifest', ...known, '--out', 'old.json')).stdout).toBe('')
  await build({ 'index.html': 'b' })
  const { stdout: manifest } = await call('manifest', ...known)
  await writeFile(join(cwd, 'new.json'), manifest)

  const { code, stdout } = await call(
    'plan',
    '--from',
    'old.json',
    '--to',
    'new.json',
    ...PROGRAM,
    ...site,
  )
  expect(code).toBe(3)
  const plan: Record<string, unknown> = JSON.parse(stdout)
  expect(plan).toMatchObject({
    version: 1,
    changes: [{ path: 'index.html', kind: 'changed', fingerprinted: false }],
    requests: [
      {
        action: 'purge',
        by: 'files',
        targets: ['https://www.example.com/index.html', 'https://www.example.com/'],
      },
    ],
  })
  for (const unknown of ['zone', 'environment', 'build', 'baseline']) {
    expect(plan).not.toHaveProperty(unknown)
  }
  expect((await call('plan', '--from', 'old.json', '--to', 'old.json', ...site)).stdout).toContain(
    'Nothing to purge.',
  )
})

test('a manifest that is cut in half is wrong use, and named', async () => {
  const { call, build, cwd } = await project()
  await build({ 'index.html': 'a' })
  const { stdout } = await call('manifest')
  await writeFile(join(cwd, 'half.json'), stdout.slice(0, stdout.length / 2))
  const half = await call('plan', '--from', 'half.json', '--to', 'half.json')
  expect(half.code).toBe(2)
  expect(half.stderr).toContain('Could not read the manifest "half.json"')
})

test('a reviewed plan is refused once the ledger moved on', async () => {
  const { call, build } = await project()
  await build({ 'index.html': 'a' })
  await call('begin')
  expect((await call('plan', '--out', 'plan.json')).stdout).toContain(
    'Wrote the plan to "plan.json"',
  )
  await build({ 'index.html': 'b' })
  const { code, stderr } = await call('apply', 'plan.json')
  expect(code).toBe(1)
  expect(stderr).toContain('The plan was made for another build than there is now.')
  expect(stderr).toContain('Make it again')
})

test('missing credentials stop a run before anything is asked', async () => {
  const { call, build } = await project()
  await build({ 'index.html': 'a' })
  const { code, stderr } = await call('run')
  expect(code).toBe(2)
  expect(stderr).toContain('No Cloudflare credentials are set.')
})

test('Ctrl-C aborts what is under way and says so; afterwards nobody listens', async () => {
  const { cwd, build } = await project()
  await build({ 'index.html': 'a' })
  let stderr = ''
  let listening = 0
  const code = await main(['manifest'], {
    cwd,
    env: {},
    stdout: { write: () => {} },
    stderr: { write: (text) => (stderr += text) },
    onInterrupt(listener) {
      listening++
      listener()
      return () => void listening--
    },
  })
  expect(listening).toBe(0)
  expect(stderr).toContain('Stopping: the request in flight ends')
  expect(stderr).toContain('interrupted')
  expect(code).toBe(1)
})
