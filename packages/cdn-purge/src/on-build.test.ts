import { parseMarker, serializeMarker } from '@cdn-purge/core'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, writeFiles } from '../test/folders.ts'
import { optionsWith } from '../test/options.ts'
import { serve } from '../test/server.ts'
import type { BuildResult } from './build/build-result.ts'
import { onBuild, type BuildSurroundings } from './on-build.ts'
import { openLedger } from './ledger/open-ledger.ts'
import type { Options } from './options/options.ts'

const OPTIONS: Options = {
  site: 'https://www.example.com',
  cloudflare: { zone: 'example.com', environment: 'staging' },
}

const DESK: BuildSurroundings = { env: {}, isCI: false, isPullRequest: false }

interface Built {
  readonly root: string
  readonly info: string[]
  readonly warnings: string[]
  /** Ends a build of what lies in `dist`. */
  readonly end: (
    options?: Partial<Options>,
    surroundings?: Partial<BuildSurroundings>,
  ) => Promise<void>
  readonly states: () => Promise<string[]>
}

function built(
  files: Readonly<Record<string, string>> = { 'index.html': '1', 'app.js': '1' },
  site: BuildResult['site'] = {},
): Built {
  const root = folderWith()
  writeFiles(path.join(root, 'dist'), files)
  const info: string[] = []
  const warnings: string[] = []
  const result: BuildResult = {
    bundler: 'vite',
    root,
    mode: 'production',
    outputs: [{ dir: path.join(root, 'dist'), base: '/' }],
    fingerprinted: new Map(),
    site,
  }
  const reporter = {
    info: (text: string) => void info.push(text),
    warn: (text: string) => void warnings.push(text),
  }
  return {
    root,
    info,
    warnings,
    end: (options = {}, surroundings = {}) =>
      onBuild({ ...OPTIONS, ...options }, result, reporter, { ...DESK, ...surroundings }),
    async states() {
      const { records } = await openLedger(optionsWith({}, root)).read()
      return records.map(({ state }) => state.kind)
    },
  }
}

test('a build without credentials is recorded, marked, planned, and the command is printed', async () => {
  const { root, end, info, warnings, states } = built()
  await end()
  expect(await states()).toEqual(['open'])
  const marker = readFileSync(path.join(root, 'dist/cdn-purge.json'), 'utf8')
  expect(parseMarker(marker)).toMatch(/^[0-9a-f]{64}$/)
  expect(info[0]).toMatch(/^cdn-purge: a deploy of this build purges\n/)
  expect(info.at(-1)).toBe('cdn-purge: recorded. After the deploy: npx cdn-purge run')
  expect(warnings).toEqual([])
})

test('the same build again goes on with its record, and leaves the marker alone', async () => {
  const { root, end, states } = built()
  await end()
  const before = readFileSync(path.join(root, 'dist/cdn-purge.json'))
  await end()
  expect(await states()).toEqual(['open'])
  expect(readFileSync(path.join(root, 'dist/cdn-purge.json'))).toEqual(before)
  writeFiles(root, { 'dist/app.js': '2' })
  await end()
  expect(await states()).toEqual(['open', 'open'])
})

test('the options are in the record, without secrets, for the deploy step', async () => {
  const { root, end } = built()
  const headers = { 'x-secret': 'hunter2', 'x-named': '$NAMED' }
  await end({ access: { headers }, waitForLive: '10m' })
  const { records } = await openLedger(optionsWith({}, root)).read()
  expect(records[0]?.options).toMatchObject({
    ...OPTIONS,
    dir: ['dist'],
    base: '/',
    waitForLive: '10m',
    access: { headers: { 'x-named': '$NAMED' } },
  })
  expect(JSON.stringify(records)).not.toContain('hunter2')
})

test('a pull request records nothing, writes nothing, and says so', async () => {
  const { root, end, info, warnings } = built()
  await end({}, { isPullRequest: true, isCI: true })
  expect(warnings).toEqual([
    'cdn-purge: skipped, as this is the build of a pull request: nothing is recorded or purged.',
  ])
  expect(info).toEqual([])
  expect(readdirSync(root)).toEqual(['dist'])
  expect(existsSync(path.join(root, 'dist/cdn-purge.json'))).toBe(false)
})

test('a live build that no record explains is warned of, and the plan is the whole site', async () => {
  const { root, end, info, warnings } = built()
  let marker = ''
  const address = await serve(({ url = '' }, response) => {
    if (url.startsWith('/cdn-purge.json')) response.end(marker)
    else response.writeHead(404).end()
  })
  const options = { site: `http://${address}`, access: { address } }
  await end(options)
  marker = readFileSync(path.join(root, 'dist/cdn-purge.json'), 'utf8')
  writeFiles(root, { 'dist/app.js': '2' })
  await end(options)
  expect(warnings).toEqual([])

  marker = serializeMarker('f'.repeat(64))
  info.length = 0
  writeFiles(root, { 'dist/app.js': '3' })
  await end(options)
  expect(warnings).toEqual([
    'cdn-purge: When this deploy began, build ffffffffffff was live, which no record of what the edge may hold explains.',
  ])
  expect(info.join('\n')).toContain('build ffffffffffff was live')
})

test('a site that cannot be asked is a note, and the build is recorded', async () => {
  const { root, end, info, states } = built()
  const options = { site: 'http://127.0.0.1:9', access: { address: '127.0.0.1:9' } }
  await end(options)
  writeFiles(root, { 'dist/app.js': '2' })
  await end(options)
  expect(info.join('\n')).toContain('cdn-purge: What is live now could not be read')
  expect(await states()).toEqual(['open', 'open'])
})

test('`run: false` does nothing at all', async () => {
  const { root, end, info, warnings } = built()
  await end({ run: false })
  expect([info, warnings, readdirSync(root)]).toEqual([[], [], ['dist']])
})

test('in CI a ledger that nobody chose is warned of', async () => {
  const { end, warnings } = built()
  await end({}, { isCI: true })
  expect(warnings).toEqual([expect.stringContaining('the ledger is the folder ".cdn-purge"')])
  warnings.length = 0
  await end({ ledger: '../kept' }, { isCI: true })
  expect(warnings).toEqual([])
})

test('another ledger is in the printed command', async () => {
  const { end, info } = built()
  await end({ ledger: 'kept/ledger' })
  expect(info.at(-1)).toBe(
    'cdn-purge: recorded. After the deploy: npx cdn-purge run --ledger kept/ledger',
  )
})

interface Broken {
  readonly name: string
  readonly options: Partial<Options>
  readonly env?: Readonly<Record<string, string>>
  readonly fails: boolean
}

const TOKEN = { CLOUDFLARE_API_TOKEN: 'token-0123456789' }

test.for<Broken>([
  { name: 'leaves the build green', options: {}, fails: false },
  { name: 'leaves the build green with credentials too', options: {}, env: TOKEN, fails: false },
  { name: 'fails the build with `onError: "fail"`', options: { onError: 'fail' }, fails: true },
  { name: 'fails a build that is to purge', options: { run: 'deploy' }, env: TOKEN, fails: true },
  {
    name: 'leaves that green with `onError: "warn"`',
    options: { run: 'deploy', onError: 'warn' },
    env: TOKEN,
    fails: false,
  },
])('a ledger that cannot be reached $name', async ({ options, env = {}, fails }) => {
  const { root, end, warnings } = built()
  writeFiles(root, { 'a-file': '' })
  const ended = end({ ...options, ledger: 'a-file' }, { env })
  if (fails) {
    await expect(ended).rejects.toMatchObject({ code: 'store-failed' })
    return
  }
  await ended
  expect(warnings[0]).toContain('a-file')
  expect(warnings[1]).toBe(
    'cdn-purge: this build is not recorded; the run after its deploy will be unproven.',
  )
  expect(existsSync(path.join(root, 'dist/cdn-purge.json'))).toBe(false)
})

test('a file that cannot be written leaves the build green too, and shows where it came from', async () => {
  const { root, end, warnings } = built()
  await end({ marker: 'app.js/build.json' })
  expect(warnings[0]).toMatch(/^cdn-purge: Error: (ENOTDIR|EEXIST)[^]*\n {4}at /)
  await expect(end({ marker: 'app.js/build.json', onError: 'fail' })).rejects.toThrow(
    /ENOTDIR|EEXIST/,
  )
  expect(existsSync(path.join(root, 'dist/app.js/build.json'))).toBe(false)
})

test('what the framework knows is taken and remembered, and what the user wrote wins', async () => {
  const { root, end } = built({ 'index.html': '1' }, { fallback: '200.html', trailingSlash: true })
  await end({ fallback: 'app.html' })
  const { records } = await openLedger(optionsWith({}, root)).read()
  expect(records[0]?.options).toMatchObject({ fallback: 'app.html', trailingSlash: true })
  expect(records[0]?.site).toMatchObject({ fallback: 'app.html', trailingSlash: true })
})

test.for<{ readonly written: Options['ignore']; readonly all: readonly string[] }>([
  { written: undefined, all: ['docs/**'] },
  { written: 'a/**', all: ['docs/**', 'a/**'] },
  { written: ['a/**', 'b/**'], all: ['docs/**', 'a/**', 'b/**'] },
])(
  'what $written leaves out is left out beside what the framework does',
  async ({ written, all }) => {
    const { root, end } = built(
      { 'index.html': '1', 'docs/x': '1', 'a/x': '1' },
      { ignore: ['docs/**'] },
    )
    await end(written === undefined ? {} : { ignore: written })
    const ledger = openLedger(optionsWith({}, root))
    const [record] = (await ledger.read()).records
    expect(record?.options['ignore']).toEqual(all)
    const { assets } = await ledger.manifest(record?.builds[0]?.manifest ?? '')
    const isIn = (file: string) => assets.has(file)
    expect(['docs/x', 'a/x'].map(isIn)).toEqual([false, written === undefined])
  },
)

test('options that cannot be used fail the build whatever `onError` says', async () => {
  const { end } = built()
  await expect(end({ onError: 'warn', site: 'www.example.com' })).rejects.toMatchObject({
    code: 'bad-option',
    message: expect.stringContaining('in the vite config'),
  })
})

/** A site that serves `dist`, and an API that refuses everything. */
async function refusedPurge(root: string): Promise<{
  readonly options: Partial<Options>
  readonly env: Readonly<Record<string, string>>
}> {
  const site = await serve((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const file = path.join(root, 'live', pathname.endsWith('/') ? 'index.html' : pathname)
    if (existsSync(file)) response.end(readFileSync(file))
    else response.writeHead(404).end()
  })
  const api = await serve((_, response) => {
    const errors = [{ code: 10000, message: 'Authentication error' }]
    response.writeHead(403, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ success: false, errors, messages: [], result: null }))
  })
  return {
    options: {
      site: `http://${site}`,
      cloudflare: { zone: 'ab'.repeat(16) },
      waitForLive: 0,
    },
    env: { ...TOKEN, CLOUDFLARE_BASE_URL: `http://${api}/client/v4` },
  }
}

test('with credentials, a build that is not live yet waits for the deploy step', async () => {
  const { root, end, info } = built()
  const { options, env } = await refusedPurge(root)
  await end(options, { env })
  expect(info.at(-1)).toMatch(
    /^cdn-purge: recorded; this build is not live yet\. After the deploy: /,
  )
})

test('a purge that is begun and fails, fails the build, and says what goes on', async () => {
  const { root, end } = built()
  const { options, env } = await refusedPurge(root)
  await end({ ...options, run: 'build' }, { env })
  writeFiles(root, { 'live/index.html': '1', 'live/app.js': '1' })
  writeFiles(root, {
    'live/cdn-purge.json': readFileSync(path.join(root, 'dist/cdn-purge.json'), 'utf8'),
  })
  await expect(end(options, { env })).rejects.toThrow(/403/)
})

test('with `onError: "warn"` that is a warning, and no lie about the record', async () => {
  const { root, end, warnings } = built()
  const { options, env } = await refusedPurge(root)
  await end({ ...options, run: 'build' }, { env })
  writeFiles(root, {
    'live/index.html': '1',
    'live/app.js': '1',
    'live/cdn-purge.json': readFileSync(path.join(root, 'dist/cdn-purge.json'), 'utf8'),
  })
  await end({ ...options, onError: 'warn' }, { env })
  expect(warnings.join('\n')).toContain('403')
  expect(warnings.at(-1)).toBe(
    'cdn-purge: this build is recorded, and what it changed is not purged yet.',
  )
  expect(warnings.join('\n')).not.toContain(TOKEN.CLOUDFLARE_API_TOKEN)
})
