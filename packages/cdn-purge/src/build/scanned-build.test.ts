import { buildId, createManifest, serializeMarker, type Manifest } from '@cdn-purge/core'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, writeFiles } from '../../test/folders.ts'
import { optionsWith } from '../../test/options.ts'
import { scanBuild, withKnownNames, type ScanBuildOptions } from './scanned-build.ts'

async function scanOf(
  outputs: ScanBuildOptions['outputs'],
  rest: Partial<ScanBuildOptions> & { readonly written?: Readonly<Record<string, unknown>> } = {},
) {
  const { written, ...more } = rest
  return scanBuild({ options: optionsWith(written), outputs, marker: 'write', ...more })
}

function pathsOf({ assets }: Manifest): string[] {
  return [...assets.keys()]
}

test('the manifest holds the marker that is about to be written, and the id does not', async () => {
  const dir = folderWith({ 'index.html': '1', 'a/b.js': '1' })
  const scanned = await scanOf([{ dir, base: '/' }])
  expect(pathsOf(scanned.manifest)).toEqual(['a/b.js', 'cdn-purge.json', 'index.html'])
  expect(scanned.build).toBe(buildId(scanned.manifest, 'cdn-purge.json'))
  expect(scanned.markedBuild).toBeUndefined()
  expect(scanned.markerFile).toBe(path.join(dir, 'cdn-purge.json'))
  expect(existsSync(path.join(dir, 'cdn-purge.json'))).toBe(false)
})

test('what is read after the marker was written is what was to be written', async () => {
  const dir = folderWith({ 'index.html': '1' })
  const written = await scanOf([{ dir, base: '/' }])
  writeFiles(dir, { 'cdn-purge.json': serializeMarker(written.build) })
  const read = await scanOf([{ dir, base: '/' }], { marker: 'read' })
  expect(read.manifest).toEqual(written.manifest)
  expect([read.build, read.markedBuild]).toEqual([written.build, written.build])
})

test('a marker of an earlier build is replaced when it is written, and told when it is read', async () => {
  const old = 'ab'.repeat(32)
  const dir = folderWith({ 'index.html': '1', 'cdn-purge.json': serializeMarker(old) })
  const read = await scanOf([{ dir, base: '/' }], { marker: 'read' })
  const written = await scanOf([{ dir, base: '/' }])
  expect(read.markedBuild).toBe(old)
  expect(read.build).toBe(written.build)
  expect(read.manifest.assets.get('cdn-purge.json')).not.toEqual(
    written.manifest.assets.get('cdn-purge.json'),
  )
})

test('without a marker there is none, and a file of that name is a file', async () => {
  const dir = folderWith({ 'cdn-purge.json': '{}' })
  const scanned = await scanOf([{ dir, base: '/' }], { written: { marker: false } })
  expect(pathsOf(scanned.manifest)).toEqual(['cdn-purge.json'])
  expect([scanned.markerFile, scanned.markerPath]).toEqual([undefined, false])
  expect(scanned.build).toBe(buildId(scanned.manifest, false))
})

test('several folders are one tree, the marker at its root', async () => {
  const [pages, admin] = [folderWith({ 'index.html': '1' }), folderWith({ 'index.html': '2' })]
  const scanned = await scanOf([
    { dir: admin, base: '/admin/' },
    { dir: pages, base: '/' },
  ])
  expect(pathsOf(scanned.manifest)).toEqual(['admin/index.html', 'cdn-purge.json', 'index.html'])
  expect(scanned.markerFile).toBe(path.join(pages, 'cdn-purge.json'))
})

test('where no folder is at the root, the marker is in the first one, by the same path when it is read', async () => {
  const [one, two] = [folderWith({ 'a.js': '1' }), folderWith({ 'b.js': '1' })]
  const outputs = [
    { dir: one, base: '/one/' },
    { dir: two, base: '/two/' },
  ]
  const written = await scanOf(outputs)
  expect(written.markerPath).toBe('one/cdn-purge.json')
  writeFileSync(written.markerFile ?? '', serializeMarker(written.build))
  const read = await scanOf(outputs, { marker: 'read' })
  expect(read.manifest).toEqual(written.manifest)
  expect([read.build, read.markedBuild]).toEqual([written.build, written.build])
})

test('two folders may have the same file, and not different ones at the same path', async () => {
  const [one, same, other] = ['1', '1', '2'].map((text) => folderWith({ 'a.js': text }))
  const outputs = [one, same].map((dir = '') => ({ dir, base: '/' }))
  expect(pathsOf((await scanOf(outputs)).manifest)).toEqual(['a.js', 'cdn-purge.json'])
  await expect(scanOf([...outputs, { dir: other ?? '', base: '/' }])).rejects.toMatchObject({
    code: 'scan-failed',
    message: `Two outputs have different files for "a.js"; one of them is below "${other}".`,
  })
})

test('what the bundler says of its names is believed, below its mount', async () => {
  const dir = folderWith({ 'app.js': '1', 'chunk-1a2b3c4d.js': '1' })
  const fingerprinted = new Map([
    [path.join(dir, 'app.js'), true],
    [path.join(dir, 'chunk-1a2b3c4d.js'), false],
  ])
  const { manifest } = await scanOf(
    [
      { dir, base: '/x/' },
      { dir: folderWith(), base: '/y/' },
    ],
    { fingerprinted },
  )
  expect(manifest.assets.get('x/app.js')?.fingerprinted).toBe(true)
  expect(manifest.assets.get('x/chunk-1a2b3c4d.js')?.fingerprinted).toBe(false)
})

test('the user has the last word on names, and on files that are not deployed', async () => {
  const dir = folderWith({ 'app.js': '1', 'app.js.map': '1', 'v-1a2b3c4d.js': '1' })
  const { manifest } = await scanOf([{ dir, base: '/' }], {
    written: { fingerprinted: 'app.*', ignore: '**/*.map' },
  })
  expect(pathsOf(manifest)).toEqual(['app.js', 'cdn-purge.json', 'v-1a2b3c4d.js'])
  expect(manifest.assets.get('app.js')?.fingerprinted).toBe(true)
  expect(manifest.assets.get('v-1a2b3c4d.js')?.fingerprinted).toBe(false)
})

test('an aborted scan ends', async () => {
  const dir = folderWith({ 'a.js': '1' })
  const signal = AbortSignal.abort(new Error('stop'))
  await expect(scanOf([{ dir, base: '/' }], { signal })).rejects.toThrow('stop')
})

test('what a recorded scan knew of a name counts while the bytes are the same', () => {
  const asset = (digest: string, fingerprinted: boolean) =>
    createManifest([{ path: 'a.js', size: 1, digest, fingerprinted }])
  const known = (now: string, ...recorded: Manifest[]) =>
    withKnownNames(asset(now, false), recorded).assets.get('a.js')?.fingerprinted
  expect(known('x-1', asset('x-1', true))).toBe(true)
  expect(known('x-2', asset('x-1', true))).toBe(false)
  expect(known('x-1', asset('x-1', true), asset('x-1', false))).toBe(false)
  expect(known('x-1')).toBe(false)
})

test('rules at the root of the build are read, and those elsewhere are files', async () => {
  const dir = folderWith({
    _headers: '/a\n X-A: 1\nbogus\n',
    _redirects: '/b /c',
    'docs/_headers': '/d\n X-D: 1',
  })
  const { manifest, notes } = await scanOf([{ dir, base: '/' }])
  expect(manifest.headers?.map((rule) => rule.for)).toEqual(['/a'])
  expect(manifest.redirects?.map(({ from }) => from)).toEqual(['/b'])
  expect(notes).toEqual([
    {
      code: 'rules-unread',
      text: expect.stringContaining('"_headers": no rule can be read in line 3.'),
    },
  ])
  expect(withKnownNames(manifest, []).headers).toBe(manifest.headers)
})

test('of several folders the rules are those at the root', async () => {
  const app = folderWith({ _headers: '/a\n X-A: 1' })
  const admin = folderWith({ _headers: '/b\n X-B: 1' })
  const { manifest } = await scanOf([
    { dir: folderWith({ 'more.js': '1' }), base: '/' },
    { dir: app, base: '/' },
    { dir: admin, base: '/admin/' },
  ])
  expect(manifest.headers?.map((rule) => rule.for)).toEqual(['/a'])
})

test('a build without rules has none in its manifest', async () => {
  const { manifest } = await scanOf([{ dir: folderWith({ a: '1' }), base: '/' }])
  expect(Object.keys(manifest)).toEqual(['assets'])
})

test('rules that are too many to be read are not, and that is said', async () => {
  const dir = folderWith({ _redirects: '/a /b\n'.repeat(100_000), _headers: ' '.repeat(4_194_305) })
  const { manifest, notes } = await scanOf([{ dir, base: '/' }])
  expect([manifest.headers, manifest.redirects]).toEqual([undefined, undefined])
  expect(notes.map(({ text }) => text)).toEqual([
    '"_headers" is too long to be read as rules.',
    '"_redirects" is too long to be read as rules.',
  ])
})
