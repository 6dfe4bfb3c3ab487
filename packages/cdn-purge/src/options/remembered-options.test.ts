import { createManifest, serializeMarker, type Manifest } from '@cdn-purge/core'
import path from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, writeFiles } from '../../test/folders.ts'
import { optionsWith } from '../../test/options.ts'
import { openLedger } from '../ledger/open-ledger.ts'
import type { Options } from './options.ts'
import { rememberable } from './rememberable.ts'
import { rememberedOptions } from './remembered-options.ts'
import { mountOutputs } from '../build/mounts.ts'
import { outputsOf } from '../build/outputs-of.ts'
import { isSameSite, siteOf } from '../build/site-of.ts'
import { resolveOptions } from './resolve-options.ts'

const WRITTEN: Options = {
  site: 'https://www.example.com',
  cloudflare: { zone: 'example.com', environment: 'staging' },
}

function remembered(options: Partial<Options> = {}): Record<string, unknown> {
  return rememberable({ ...WRITTEN, ...options }, [{ dir: '/p/dist', base: '/docs/' }], '/p')
}

test('what decides where a deploy goes is remembered, as plain JSON', () => {
  expect(remembered({ verify: { kept: 3 }, maxRemoved: '10%' })).toEqual({
    ...WRITTEN,
    base: '/docs/',
    dir: ['dist'],
    verify: { kept: 3 },
    maxRemoved: '10%',
  })
})

test('what belongs to the build, or is no JSON, is not', () => {
  const options = {
    run: 'build',
    onError: 'fail',
    ledger: '/x',
    fingerprinted: () => true,
  } as const
  expect(Object.keys(remembered(options)).toSorted()).toEqual(['base', 'cloudflare', 'dir', 'site'])
  expect(remembered({ fingerprinted: '*.js' })).toMatchObject({ fingerprinted: '*.js' })
})

test('header values stay out, as they may be secrets, unless they name a variable', () => {
  const headers = { 'x-secret': 'hunter2', 'x-named': '$SECRET' }
  const { access } = remembered({ access: { address: '203.0.113.7', headers } })
  expect(access).toEqual({ address: '203.0.113.7', headers: { 'x-named': '$SECRET' } })
  expect(remembered({ access: { headers: { 'x-secret': 'hunter2' } } })).not.toHaveProperty(
    'access',
  )
})

test('a folder is remembered below the project, and the project itself as `.`', () => {
  const outputs = ['/p', '/p/a/b', '/q'].map((dir) => ({ dir, base: undefined }))
  expect(rememberable(WRITTEN, outputs, '/p')).toMatchObject({ dir: ['.', 'a/b', '../q'] })
})

test('an address that only the bundler knew becomes one of the site, and no base', () => {
  const outputs = [{ dir: '/p/dist', base: 'https://cdn.example.com/static/' }]
  const kept = rememberable(WRITTEN, outputs, '/p')
  expect(kept).toMatchObject({
    site: ['https://www.example.com', { url: 'https://cdn.example.com/static', documents: false }],
    dir: ['dist'],
  })
  expect(kept).not.toHaveProperty('base')
  const options = resolveOptions(kept, { root: '/p', source: 'a record' })
  const built = siteOf(optionsWith({}, '/p'), mountOutputs(outputs))
  expect(isSameSite(siteOf(options), built)).toBe(true)
})

test('folders with bases of their own are mounted again where the bundler said', () => {
  const outputs = [
    { dir: '/p/dist', base: '/docs/' },
    { dir: '/p/dist-admin', base: '/docs/admin/' },
  ]
  const kept = rememberable(WRITTEN, outputs, '/p')
  expect(kept).toMatchObject({
    base: '/docs/',
    bases: { dist: '/docs/', 'dist-admin': '/docs/admin/' },
    dir: ['dist', 'dist-admin'],
  })
  const options = resolveOptions(kept, { root: '/p', source: 'a record' })
  expect(mountOutputs(outputsOf(options))).toEqual(mountOutputs(outputs))
  const built = siteOf(optionsWith({}, '/p'), mountOutputs(outputs))
  expect(isSameSite(siteOf(options, mountOutputs(outputs)), built)).toBe(true)
})

test('one base for all is said once', () => {
  const outputs = ['/p/dist', '/p/more'].map((dir) => ({ dir, base: '/docs/' }))
  expect(rememberable(WRITTEN, outputs, '/p')).not.toHaveProperty('bases')
})

test('beside it the pages keep their base', () => {
  const outputs = [
    { dir: '/p/dist', base: '/docs/' },
    { dir: '/p/dist', base: 'https://cdn.example.com/' },
  ]
  const kept = rememberable(WRITTEN, outputs, '/p')
  expect(kept).toMatchObject({
    site: [
      'https://www.example.com',
      { url: 'https://cdn.example.com', documents: false, dir: '.' },
    ],
    base: '/docs/',
    dir: ['dist'],
  })
  const built = siteOf(optionsWith({}, '/p'), mountOutputs(outputs))
  expect(siteOf(resolveOptions(kept, { root: '/p', source: 'a record' }))).toEqual(built)
})

interface Project {
  readonly root: string
  /** Records a build of `dist` for an environment, as the plugin does, and writes its marker. */
  readonly record: (options: Readonly<Record<string, unknown>>) => Promise<void>
}

function project(): Project {
  const root = folderWith({ 'dist/index.html': '1' })
  const manifest: Manifest = createManifest([])
  return {
    root,
    async record(more) {
      const kept = { ...WRITTEN, dir: ['dist'], ...more }
      const options = optionsWith({ cloudflare: kept.cloudflare }, root)
      const ledger = openLedger(options)
      await ledger.begin({ manifest, site: siteOf(options), marker: false, options: kept })
      const { records } = await ledger.read()
      const build = records[0]?.builds[0]?.build ?? ''
      writeFiles(root, { 'dist/cdn-purge.json': serializeMarker(build) })
    },
  }
}

test('the deploy step knows again what the plugin recorded for this output', async () => {
  const { root, record } = project()
  await record({ base: '/docs/', place: 'of the deploy', begunLate: true })
  expect(await rememberedOptions({}, root)).toEqual({
    ...WRITTEN,
    base: '/docs/',
    dir: [path.join(root, 'dist')],
  })
  expect(await rememberedOptions({ dir: 'dist' }, root)).toMatchObject({ base: '/docs/' })
})

test('folders with bases of their own are known again, whole', async () => {
  const { root, record } = project()
  await record({ dir: ['dist', 'more'], bases: { dist: '/', more: '/more/' } })
  expect(await rememberedOptions({}, root)).toMatchObject({
    bases: { [path.join(root, 'dist')]: '/', [path.join(root, 'more')]: '/more/' },
  })
})

interface NotRemembered {
  readonly name: string
  readonly written?: Readonly<Record<string, unknown>>
  readonly after?: (root: string) => void
}

test.for<NotRemembered>([
  { name: 'for another zone', written: { cloudflare: { zone: 'other.com' } } },
  { name: 'for another environment', written: { cloudflare: { environment: 'preview' } } },
  { name: 'for another folder', written: { dir: 'out' } },
  { name: 'in another ledger', written: { ledger: 'elsewhere' } },
  {
    name: 'of another build',
    after: (root) => writeFiles(root, { 'dist/cdn-purge.json': serializeMarker('ab'.repeat(32)) }),
  },
  {
    name: 'where the marker is none',
    after: (root) => writeFiles(root, { 'dist/cdn-purge.json': '<!doctype html>' }),
  },
])('nothing is known $name', async ({ written = {}, after }) => {
  const { root, record } = project()
  await record({})
  after?.(root)
  expect(await rememberedOptions(written, root)).toBeUndefined()
})

test('records of several environments are not guessed between', async () => {
  const { root, record } = project()
  await record({})
  await record({ cloudflare: { zone: 'example.com', environment: 'preview' } })
  await expect(rememberedOptions({}, root)).rejects.toMatchObject({
    code: 'bad-option',
    hint: expect.stringContaining('--environment'),
  })
  const cloudflare = { environment: 'preview' }
  expect(await rememberedOptions({ cloudflare }, root)).toMatchObject({
    cloudflare: { environment: 'preview' },
  })
})

test('a project without a ledger remembers nothing, and gets none by that', async () => {
  expect(await rememberedOptions({}, folderWith())).toBeUndefined()
})
