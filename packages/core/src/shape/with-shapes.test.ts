import { expect, test } from 'vitest'
import type { Asset } from '../manifest/asset.ts'
import { digestBytes } from '../manifest/digest.ts'
import { createManifest, type Manifest } from '../manifest/manifest.ts'
import { shapeOf } from './shape.ts'
import { withShapes } from './with-shapes.ts'

function manifestOf(texts: Readonly<Record<string, string>>): Manifest {
  return createManifest(
    Object.entries(texts).map(([path, text]) => {
      const bytes = Buffer.from(text)
      return { path, size: bytes.length, digest: digestBytes(bytes), fingerprinted: false }
    }),
  )
}

/** The manifest of these texts with shapes, and what was read for it. */
function shapedOf(
  texts: Readonly<Record<string, string>>,
  earlier: readonly Manifest[] = [],
): { readonly manifest: Manifest; readonly read: string[] } {
  const read: string[] = []
  const manifest = withShapes(manifestOf(texts), earlier, ({ path }) => {
    read.push(path)
    return Buffer.from(texts[path] ?? '')
  })
  return { manifest, read }
}

const SITE = { 'a.html': 'one', 'b.html': 'two', 'logo.png': 'three' }

test('texts get shapes, other files none', () => {
  const { manifest, read } = shapedOf(SITE)
  expect([...manifest.assets.keys()]).toEqual(Object.keys(SITE))
  expect([...manifest.assets.values()].map(({ shape }) => shape)).toEqual([
    shapeOf(Buffer.from('one')),
    shapeOf(Buffer.from('two')),
    undefined,
  ])
  expect(read).toEqual(['a.html', 'b.html'])
})

test('only what no earlier build had with the same bytes is read', () => {
  const first = shapedOf(SITE).manifest
  const second = shapedOf({ ...SITE, 'b.html': '2' }, [first]).manifest
  const third = shapedOf({ ...SITE, 'c.html': 'new' }, [first, second])
  expect(third.read).toEqual(['c.html'])
  expect(third.manifest).toEqual(shapedOf({ ...SITE, 'c.html': 'new' }).manifest)
})

test.for<{ readonly name: string; readonly other: Partial<Asset> }>([
  { name: 'that was not looked at', other: { shape: undefined } },
  { name: 'made in the way of another release', other: { shape: '2-x' } },
  { name: 'of other bytes', other: { digest: 'sha256-x' } },
])('a shape $name is made anew', ({ other }) => {
  const { assets } = shapedOf(SITE).manifest
  const earlier = createManifest([...assets.values()].map((asset) => ({ ...asset, ...other })))
  expect(shapedOf(SITE, [earlier])).toEqual({ ...shapedOf(SITE), read: ['a.html', 'b.html'] })
})

test('a name that vouches for its bytes, a text that is gone and a large one have no shape', () => {
  const [asset] = manifestOf({ 'a.html': 'one' }).assets.values()
  const read = (changed: Partial<Asset>, bytes?: Buffer) =>
    withShapes(createManifest(asset ? [{ ...asset, ...changed }] : []), [], () => bytes).assets.get(
      'a.html',
    )?.shape
  const bytes = Buffer.from('one')
  expect(read({}, bytes)).toBe(shapeOf(bytes))
  expect(read({ fingerprinted: true }, bytes)).toBeUndefined()
  expect(read({ size: 1024 * 1024 + 1 }, bytes)).toBeUndefined()
  expect(read({})).toBeUndefined()
})
