import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { applyDelta, findCorpora, listings, neighbours, parseListing } from './corpora.ts'

const WHOLE = 'path\tsize\tsha256_32\na.html\t10\taa\nassets/app-1a2b3c4d.js\t20\tbb\n'
const DELTA = '+\ta.html\t11\tcc\n+\tb c.html\t5\tdd\n-\tassets/app-1a2b3c4d.js\n'

test('a whole listing is read with its header left out', () => {
  expect(parseListing(WHOLE, 'a.tsv.gz')).toEqual(
    new Map([
      ['a.html', { size: 10, hash: 'aa' }],
      ['assets/app-1a2b3c4d.js', { size: 20, hash: 'bb' }],
    ]),
  )
})

test('a delta changes, adds and removes, and leaves the listing before as it was', () => {
  const before = parseListing(WHOLE, 'a.tsv.gz')
  expect(applyDelta(before, DELTA, 'b.delta.tsv.gz')).toEqual(
    new Map([
      ['a.html', { size: 11, hash: 'cc' }],
      ['b c.html', { size: 5, hash: 'dd' }],
    ]),
  )
  expect(before.size).toBe(2)
})

test.for([
  { name: 'no header', text: 'a.html\t10\taa\n' },
  { name: 'no hash', text: 'path\tsize\tsha256_32\na.html\t10\n' },
  { name: 'no number', text: 'path\tsize\tsha256_32\na.html\tten\taa\n' },
])('a listing with $name is an error that names the file', ({ text }) => {
  expect(() => parseListing(text, 'a.tsv.gz')).toThrow('"a.tsv.gz"')
})

test.for([
  { name: 'removes what is not there', text: '-\tnone.html\n' },
  { name: 'has another sign', text: '~\ta.html\t1\taa\n' },
])('a delta that $name is an error that names the file', ({ text }) => {
  expect(() => applyDelta(new Map(), text, 'b.delta.tsv.gz')).toThrow('"b.delta.tsv.gz"')
})

test('a folder of corpora is read build after build, and as pairs', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'cdn-purge-corpora-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  mkdirSync(path.join(dir, 'site'))
  const write = (name: string, content: string | Buffer) =>
    writeFileSync(path.join(dir, 'site', name), content)
  write('1.tsv.gz', gzipSync(WHOLE))
  write('2.delta.tsv.gz', gzipSync(DELTA))
  write(
    'versions.json',
    JSON.stringify({
      builder: 'Vite',
      versions: [
        { version: '1', file: '1.tsv.gz' },
        { version: '2', file: '2.delta.tsv.gz' },
      ],
    }),
  )

  const [corpus, ...others] = findCorpora(dir) ?? []
  if (!corpus) throw new Error('No corpus was found.')
  expect(others).toEqual([])
  expect(Array.from(listings(corpus), ({ listing }) => listing.size)).toEqual([2, 2])
  const [pair] = neighbours(corpus)
  expect([pair?.from, pair?.to]).toEqual(['1', '2'])
  expect(pair?.before.assets.get('assets/app-1a2b3c4d.js')).toEqual({
    path: 'assets/app-1a2b3c4d.js',
    size: 20,
    digest: 'sha256-bb',
    fingerprinted: true,
  })
  expect(pair?.after.assets.get('a.html')?.fingerprinted).toBe(false)
})

test('a machine without corpora is told apart from one with none in them', () => {
  expect(findCorpora('/nowhere/at/all')).toBeUndefined()
})
