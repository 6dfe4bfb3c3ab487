import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { digestBytes } from '../manifest/digest.ts'
import { PurgeError } from '../errors.ts'
import { scan, type Scan, type ScanOptions } from './scan.ts'

/** Files by path; a value that begins with `→` is a link. */
function folderOf(entries: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'scan-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const outDir = path.join(dir, 'dist')
  mkdirSync(outDir)
  for (const [name, content] of Object.entries(entries)) {
    const file = path.join(outDir, name)
    mkdirSync(path.dirname(file), { recursive: true })
    if (content.startsWith('→')) symlinkSync(content.slice(1), file)
    else writeFileSync(file, content)
  }
  return outDir
}

function pathsOf({ assets }: Scan): string[] {
  return assets.map((asset) => asset.path)
}

async function errorOf(outDir: string, options?: ScanOptions): Promise<PurgeError> {
  const error: unknown = await scan(outDir, options).catch((thrown: unknown) => thrown)
  if (error instanceof PurgeError) return error
  throw new Error('the scan did not fail as expected', { cause: error })
}

test('every file is an asset, in path order, with size and digest', async () => {
  const outDir = folderOf({ 'b/c.js': 'c', 'b.js': 'bb', '.well-known/x': '', 'index.html': '<p>' })
  expect(await scan(outDir)).toEqual({
    assets: [
      { path: '.well-known/x', size: 0, digest: digestBytes(Buffer.from('')) },
      { path: 'b.js', size: 2, digest: digestBytes(Buffer.from('bb')) },
      { path: 'b/c.js', size: 1, digest: digestBytes(Buffer.from('c')) },
      { path: 'index.html', size: 3, digest: digestBytes(Buffer.from('<p>')) },
    ],
    notes: [],
  })
})

test('an empty folder has no assets', async () => {
  expect(await scan(folderOf({}))).toEqual({ assets: [], notes: [] })
})

test('files larger than the buffer are read whole', async () => {
  const sizes = [1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 5_000_000]
  const outDir = folderOf({})
  for (const size of sizes) writeFileSync(path.join(outDir, `${size}`), Buffer.alloc(size, 'abcde'))
  const { assets } = await scan(outDir)
  for (const asset of assets) {
    expect(asset.size).toBe(Number(asset.path))
    expect(asset.digest).toBe(digestBytes(Buffer.alloc(asset.size, 'abcde')))
  }
})

test('a file too large to be read at once has the digest of its bytes', async () => {
  const outDir = folderOf({ large: 'x' })
  const size = 65 * 1024 * 1024
  truncateSync(path.join(outDir, 'large'), size)
  const turns: number[] = []
  const { assets } = await scan(outDir, { onProgress: ({ files }) => turns.push(files) })
  const bytes = Buffer.alloc(size)
  bytes.write('x')
  expect(assets).toEqual([{ path: 'large', size, digest: digestBytes(bytes) }])
  expect(turns.filter((files) => files === 0).length).toBeGreaterThan(10)
})

test('what `ignore` matches is left out, below a folder too', async () => {
  const outDir = folderOf({ 'a.js': '', 'a.js.map': '', 'drafts/b/c.js': '', '.git/HEAD': '' })
  const ignore = ['**/*.map', 'drafts/', '.git/**']
  expect(pathsOf(await scan(outDir, { ignore }))).toEqual(['a.js'])
})

test('a folder that is left out is not read', async () => {
  const outDir = folderOf({ 'a.js': '', 'drafts/loop': '→.', 'more/loop': '→../more' })
  expect(pathsOf(await scan(outDir, { ignore: ['drafts/', 'more/loop'] }))).toEqual(['a.js'])
})

const names = fc
  .stringMatching(/^[a-zé中% #?"'[\].-]{1,8}$/)
  .filter((name) => !/^\.\.?$/.test(name))

test('a scan gives back what was written, whatever the names', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(names, names, fc.string({ maxLength: 20 })), {
        selector: ([folder, name]) => `${folder}/${name}`,
      }),
      async (files) => {
        const dir = mkdtempSync(path.join(tmpdir(), 'scan-'))
        try {
          for (const [folder, name, content] of files) {
            mkdirSync(path.join(dir, folder), { recursive: true })
            writeFileSync(path.join(dir, folder, name), content)
          }
          const { assets } = await scan(dir)
          expect(new Map(assets.map((asset) => [asset.path, asset.digest]))).toEqual(
            new Map(
              files.map(([folder, name, content]) => [
                `${folder}/${name}`,
                digestBytes(Buffer.from(content)),
              ]),
            ),
          )
        } finally {
          rmSync(dir, { recursive: true })
        }
      },
    ),
    { numRuns: 30 },
  )
})

// --- links

test('links to files and folders inside are what they show, also through other links', async () => {
  const outDir = folderOf({
    'v1/a.js': 'one',
    'v2/a.js': 'two',
    current: '→v2',
    latest: '→./current',
    'v2/same.js': '→../v1/a.js',
  })
  const { assets, notes } = await scan(outDir)
  const digests = new Map(assets.map((asset) => [asset.path, asset.digest]))
  expect([...digests.keys()]).toEqual([
    'current/a.js',
    'current/same.js',
    'latest/a.js',
    'latest/same.js',
    'v1/a.js',
    'v2/a.js',
    'v2/same.js',
  ])
  expect(digests.get('latest/a.js')).toBe(digests.get('v2/a.js'))
  expect(digests.get('current/same.js')).toBe(digests.get('v1/a.js'))
  expect(notes).toEqual([])
})

test('the folder itself may be a link, and one given with a closing slash', async () => {
  const outDir = folderOf({ 'a.js': 'a', 'b.js': '→a.js' })
  const link = path.join(path.dirname(outDir), 'link')
  symlinkSync(outDir, link)
  expect(await scan(link)).toEqual(await scan(outDir))
  expect(await scan(`${outDir}/`)).toEqual(await scan(outDir))
})

test('a link out of the folder is named and left out', async () => {
  const outDir = folderOf({ 'a.js': 'a', 'out/file': '→../../secret', 'out/folder': '→../..' })
  writeFileSync(path.join(outDir, '../secret'), 'x')
  const { assets, notes } = await scan(outDir)
  expect(assets.map((asset) => asset.path)).toEqual(['a.js'])
  expect(notes.map(({ code }) => code)).toEqual(['link-outside'])
  expect(notes[0]?.text).toContain('"out/file" → "')
  expect(notes[0]?.text).toContain('"out/folder" → "')
})

test('a neighbour whose name begins alike is outside', async () => {
  const outDir = folderOf({ link: '→../dist2' })
  mkdirSync(`${outDir}2`)
  expect((await scan(outDir)).notes.map(({ code }) => code)).toEqual(['link-outside'])
})

test('a link to nothing is named and left out', async () => {
  const outDir = folderOf({ 'a.js': 'a', gone: '→no/such', odd: '→a.js/b', c: '→x', d: '→y' })
  const { assets, notes } = await scan(outDir)
  expect(assets.map((asset) => asset.path)).toEqual(['a.js'])
  expect(notes).toEqual([{ code: 'link-broken', text: expect.stringContaining('and 1 more.') }])
})

interface Cycle {
  readonly name: string
  readonly links: Readonly<Record<string, string>>
  readonly says: string
}

test.for<Cycle>([
  { name: 'to the root', links: { loop: '→.' }, says: '"." → "loop" → "."' },
  { name: 'to its own folder', links: { 'a/loop': '→../a' }, says: '"a" → "a/loop" → "a"' },
  {
    name: 'to a folder above',
    links: { 'a/b/loop': '→../../a' },
    says: '"a" → "a/b" → "a/b/loop" → "a"',
  },
  {
    name: 'of two folders that lead to each other',
    links: { 'a/x': '→../b', 'b/y': '→../a' },
    says: 'leads back to a folder above it',
  },
  { name: 'of a link to itself', links: { loop: '→loop' }, says: 'the link "loop" leads back' },
])('links that form a cycle are an error that names it: $name', async ({ links, says }) => {
  const error = await errorOf(folderOf({ ...links, 'a/index.html': '', 'b/index.html': '' }))
  expect(error.code).toBe('scan-failed')
  expect(error.message).toContain(says)
  expect(error.hint).toContain('`ignore`')
})

// --- what is no file

test('a pipe and a link to it are named and left out', async () => {
  const outDir = folderOf({ 'a.js': 'a' })
  expect(spawnSync('mkfifo', [path.join(outDir, 'pipe')]).status).toBe(0)
  symlinkSync('pipe', path.join(outDir, 'link'))
  const { assets, notes } = await scan(outDir)
  expect(assets.map((asset) => asset.path)).toEqual(['a.js'])
  expect(notes.map(({ code }) => code)).toEqual(['not-a-file'])
  for (const name of ['pipe', 'link']) expect(notes[0]?.text).toContain(`"${name}"`)
})

test('names are kept as they are, and two that look the same are named', async () => {
  const outDir = folderOf({ 'caf\u00e9.js': 'a', 'cafe\u0301.js': 'b' })
  const { assets, notes } = await scan(outDir)
  expect(assets.map((asset) => asset.path)).toEqual(['cafe\u0301.js', 'caf\u00e9.js'])
  expect(notes.map(({ code }) => code)).toEqual(['names-alike'])
})

test.runIf(process.platform === 'linux')('a name that is not UTF-8 is an error', async () => {
  const outDir = folderOf({ 'real \ufffd.js': 'a' })
  expect(pathsOf(await scan(outDir))).toEqual(['real \ufffd.js'])
  writeFileSync(Buffer.concat([Buffer.from(`${outDir}/bad-`), Buffer.from([0xe9])]), '')
  const error = await errorOf(outDir)
  expect(error.message).toContain('the name "bad-\ufffd" is not UTF-8.')
})

test('a name that escapes on another system is an error', async () => {
  const error = await errorOf(folderOf({ 'a/..\\b': '' }))
  expect(error.message).toContain('"a/..\\b" leaves the folder')
  expect(pathsOf(await scan(folderOf({ 'a\\b': '' })))).toEqual(['a\\b'])
})

// --- what changes meanwhile

interface Meddling {
  readonly name: string
  readonly meddle: (file: string) => void
  readonly says: string
}

test.for<Meddling>([
  {
    name: 'grows',
    meddle: (file) => appendFileSync(file, 'more'),
    says: '"a.js" changed while the folder was scanned.',
  },
  {
    name: 'gets other bytes of the same size',
    meddle: (file) => {
      writeFileSync(file, 'B')
      utimesSync(file, 1, 1)
    },
    says: '"a.js" changed while the folder was scanned.',
  },
  {
    name: 'is replaced by a file of the same size and time',
    meddle: (file) => {
      writeFileSync(`${file}.new`, 'B')
      utimesSync(`${file}.new`, 1000, 1000)
      renameSync(`${file}.new`, file)
    },
    says: '"a.js" changed while the folder was scanned.',
  },
  {
    name: 'vanishes',
    meddle: (file) => rmSync(file),
    says: '"a.js" vanished while the folder was scanned',
  },
])('a file that $name while others are read is an error', async ({ meddle, says }) => {
  const outDir = folderOf({ 'a.js': 'A' })
  const file = path.join(outDir, 'a.js')
  utimesSync(file, 1000, 1000)
  // Large enough that the scan takes a turn after the first file.
  truncateSync(writeEmpty(outDir, 'b'), 65 * 1024 * 1024)
  let meddled = false
  const error = await errorOf(outDir, {
    onProgress({ files }) {
      if (files === 0 || meddled) return
      meddled = true
      meddle(file)
    },
  })
  expect(meddled).toBe(true)
  expect(error.code).toBe('scan-failed')
  expect(error.message).toContain(says)
})

test('a large file that grows while it is read is an error', async () => {
  const outDir = folderOf({})
  const file = writeEmpty(outDir, 'large')
  truncateSync(file, 65 * 1024 * 1024)
  let meddled = false
  const error = await errorOf(outDir, {
    onProgress() {
      if (meddled) return
      meddled = true
      appendFileSync(file, 'more')
    },
  })
  expect(error.message).toContain('"large" changed while')
})

function writeEmpty(outDir: string, name: string): string {
  writeFileSync(path.join(outDir, name), '')
  return path.join(outDir, name)
}

// --- stopping, and what cannot be read

test('an aborted signal stops the scan with its reason', async () => {
  const outDir = folderOf({})
  truncateSync(writeEmpty(outDir, 'large'), 65 * 1024 * 1024)
  const reason = new Error('enough')
  await expect(scan(outDir, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)

  const controller = new AbortController()
  const stopped = scan(outDir, {
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  })
  await expect(stopped).rejects.toBe(reason)
  // No descriptor stays open on it.
  expect(openFiles(outDir)).toEqual([])
})

function openFiles(outDir: string): string[] {
  if (process.platform !== 'linux') return []
  const links = spawnSync('ls', ['-l', `/proc/${process.pid}/fd`], { encoding: 'utf8' }).stdout
  return links.split('\n').filter((line) => line.includes(outDir))
}

test('progress ends at all files and all bytes', async () => {
  const seen: unknown[] = []
  await scan(folderOf({ a: '12', b: '345' }), { onProgress: (progress) => seen.push(progress) })
  expect(seen.at(-1)).toEqual({ files: 2, bytes: 5 })
})

test('a missing folder and a file in its place are errors that say what to do', async () => {
  const outDir = folderOf({ 'a.js': '' })
  const missing = await errorOf(path.join(outDir, 'no'))
  expect(missing.message).toContain('no": there is no such folder')
  expect(missing.hint).toContain('Run the build first')
  const file = await errorOf(path.join(outDir, 'a.js'))
  expect(file.message).toContain('a.js": it is not a folder.')
})

// Root reads everything, so this holds only for others.
test.skipIf(process.getuid?.() === 0)('what may not be read is named', async () => {
  const outDir = folderOf({ 'a.js': '', 'b/c.js': '' })
  chmodSync(path.join(outDir, 'a.js'), 0)
  expect((await errorOf(outDir)).message).toContain('"a.js" cannot be read (EACCES')
  chmodSync(path.join(outDir, 'a.js'), 0o644)
  chmodSync(path.join(outDir, 'b'), 0)
  onTestFinished(() => chmodSync(path.join(outDir, 'b'), 0o755))
  expect((await errorOf(outDir)).message).toContain('the folder "b/" cannot be read (EACCES')
})

test('a scan leaves the folder as it was', async () => {
  const outDir = folderOf({ 'a.js': 'a' })
  await scan(outDir)
  expect(readdirSync(outDir)).toEqual(['a.js'])
})
