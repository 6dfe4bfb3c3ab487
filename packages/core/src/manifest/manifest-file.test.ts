import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Asset } from './asset.ts'
import { PurgeError } from '../errors.ts'
import { parseManifest, serializeManifest } from './manifest-file.ts'
import { createManifest } from './manifest.ts'

const app: Asset = {
  path: 'assets/app-1a2b3c4d.js',
  size: 1234,
  digest: 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  fingerprinted: true,
}
const page: Asset = { path: 'index.html', size: 0, digest: 'x-1', fingerprinted: false }

test('a manifest file has one line an asset, in path order', () => {
  expect(serializeManifest(createManifest([page, app]))).toMatchInlineSnapshot(`
    "{
      "version": 1,
      "assets": [
        { "path": "assets/app-1a2b3c4d.js", "size": 1234, "digest": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "fingerprinted": true },
        { "path": "index.html", "size": 0, "digest": "x-1" }
      ]
    }
    "
  `)
})

test('an empty manifest is a file too', () => {
  const text = serializeManifest(createManifest([]))
  expect(JSON.parse(text)).toEqual({ version: 1, assets: [] })
  expect(parseManifest(text, 'm.json').assets.size).toBe(0)
})

const assets = fc.uniqueArray(
  fc.record<Asset>(
    {
      path: fc
        .array(
          fc
            .string({ unit: 'grapheme', minLength: 1 })
            .filter((name) => !/[/\\\0]/.test(name) && name !== '.' && name !== '..'),
          { minLength: 1, maxLength: 4 },
        )
        .map((segments) => segments.join('/')),
      size: fc.maxSafeNat(),
      digest: fc.stringMatching(/^[a-z][a-z0-9]{0,8}-[A-Za-z0-9+/=_-]{1,64}$/),
      fingerprinted: fc.boolean(),
      shape: fc.stringMatching(/^[\w-]{1,64}$/),
    },
    { requiredKeys: ['path', 'size', 'digest', 'fingerprinted'] },
  ),
  { selector: ({ path }) => path },
)

test('parse undoes serialize, and the order of the assets does not matter', () => {
  fc.assert(
    fc.property(assets, (list) => {
      const text = serializeManifest(createManifest(list))
      expect(serializeManifest(createManifest(list.toReversed()))).toBe(text)
      expect(parseManifest(text, 'm.json')).toEqual(createManifest(list))
    }),
  )
})

test('fields of later versions are left out, and the order of a file does not matter', () => {
  const text = JSON.stringify({
    later: [],
    assets: [page, { ...app, colour: 'red' }],
    version: 1,
  })
  expect(parseManifest(text, 'm.json')).toEqual(createManifest([app, page]))
})

interface Case {
  readonly name: string
  readonly text: string
  readonly says: string
}

const one = (entry: unknown): string => JSON.stringify({ version: 1, assets: [page, entry] })

test.for<Case>([
  { name: 'no version', text: '{"assets":[]}', says: 'it has no "version".' },
  {
    name: 'a later version',
    text: '{"version":3,"assets":[]}',
    says: 'version 3, but this release reads 1.',
  },
  { name: 'a version as text', text: '{"version":"1","assets":[]}', says: 'version "1", but' },
  { name: 'a list', text: '[]', says: 'it is not a JSON object.' },
  { name: 'nothing', text: '', says: 'it ends in the middle of the JSON.' },
  { name: 'no assets', text: '{"version":1}', says: '"assets" is not a list.' },
  { name: 'another format', text: 'API_TOKEN=hunter2', says: 'it is not JSON.' },
  {
    name: 'more assets than a build can have',
    text: `{"version":1,"assets":[0${',0'.repeat(2_000_000)}]}`,
    says: 'it has 2000001 assets, more than 2000000.',
  },
  { name: 'an asset that is no object', text: one('a.js'), says: 'asset 2 is not an object.' },
  { name: 'no path', text: one({ size: 1 }), says: 'asset 2 has no "path".' },
  { name: 'an empty path', text: one({ ...app, path: '' }), says: 'a path that is empty: "".' },
  {
    name: 'an absolute path',
    text: one({ ...app, path: '/etc/passwd' }),
    says: 'asset 2 has a path that is absolute: "/etc/passwd".',
  },
  {
    name: 'a path that escapes',
    text: one({ ...app, path: 'a/../../b' }),
    says: 'leaves the folder or has a "." segment: "a/../../b".',
  },
  { name: 'a path that escapes on Windows', text: one({ ...app, path: '..\\b' }), says: 'leaves' },
  { name: 'a path with a dot segment', text: one({ ...app, path: './a' }), says: '"." segment' },
  { name: 'a path with NUL', text: one({ ...app, path: 'a\0b' }), says: 'contains a NUL' },
  { name: 'a path with a gap', text: one({ ...app, path: 'a//b' }), says: 'an empty segment' },
  { name: 'the path of a folder', text: one({ ...app, path: 'a/' }), says: 'an empty segment' },
  { name: 'half a letter', text: one({ ...app, path: '\ud800' }), says: 'not well-formed Unicode' },
  {
    name: 'a path twice',
    text: one(page),
    says: 'asset 2 has the path "index.html" a second time.',
  },
  {
    name: 'no size',
    text: one({ path: 'a', digest: 'x-1' }),
    says: 'asset 2 ("a") has a "size" that is not a number of bytes: undefined.',
  },
  { name: 'a negative size', text: one({ ...app, size: -1 }), says: 'number of bytes: -1.' },
  { name: 'half a byte', text: one({ ...app, size: 0.5 }), says: 'number of bytes: 0.5.' },
  { name: 'a size past all disks', text: one({ ...app, size: 2 ** 53 }), says: 'number of bytes' },
  {
    name: 'a digest without algorithm',
    text: one({ ...app, digest: 'abc' }),
    says: '"digest" that is not "algorithm-value": "abc".',
  },
  { name: 'no digest', text: one({ path: 'a', size: 1 }), says: '"algorithm-value": undefined.' },
  {
    name: 'a word for a flag',
    text: one({ ...app, fingerprinted: 'yes' }),
    says: '"fingerprinted" that is neither true nor false.',
  },
  {
    name: 'a shape of any size',
    text: one({ ...app, shape: 'A'.repeat(65) }),
    says: 'asset 2 ("assets/app-1a2b3c4d.js") has a "shape" that is none: "AAA',
  },
])('refused: $name', ({ text, says }) => {
  const error = errorOf(() => parseManifest(text, 'm.json'))
  expect(error.code).toBe('bad-manifest')
  expect(error.message).toContain('Could not read the manifest "m.json": ')
  expect(error.message).toContain(says)
  expect(error.message).not.toContain('hunter2')
  expect(error.hint).toBeTruthy()
})

test('a file that was cut anywhere is refused as such', () => {
  const text = serializeManifest(createManifest([app, page])).trimEnd()
  for (let length = 0; length < text.length; length += 1) {
    const error = errorOf(() => parseManifest(text.slice(0, length), 'm.json'))
    expect(error.message).toBe(
      'Could not read the manifest "m.json": it ends in the middle of the JSON.',
    )
  }
})

function errorOf(attempt: () => unknown): PurgeError {
  try {
    attempt()
  } catch (error) {
    if (error instanceof PurgeError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
