import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { builds, manifestOf } from '../../test/builds.ts'
import type { Asset } from './asset.ts'
import { markerAsset } from './marker.ts'
import { buildId, createManifest, withAsset } from './manifest.ts'

const asset: Asset = { path: 'a.js', size: 1, digest: 'test-1', fingerprinted: false }

test('a path that occurs twice is refused, even with the same bytes', () => {
  expect(() => createManifest([asset, { ...asset }])).toThrow(
    expect.objectContaining({ code: 'bad-manifest', message: 'The path "a.js" occurs twice.' }),
  )
})

test('assets are in path order, whatever order they came in', () => {
  fc.assert(
    fc.property(builds, fc.nat(), (build, seed) => {
      const list = [...build.assets.values()]
      const turned = list.map((_, index) => list[(index + seed) % list.length] ?? asset)
      const paths = [...createManifest(turned).assets.keys()]
      expect(paths).toEqual([...build.assets.keys()])
      expect(paths).toEqual(paths.toSorted())
    }),
  )
})

test('an asset takes the place of the one at its path, or its own place', () => {
  const before = manifestOf({ a: '1', c: '1' })
  expect(withAsset(before, { ...asset, path: 'a' }).assets.get('a')?.size).toBe(1)
  expect([...withAsset(before, { ...asset, path: 'b' }).assets.keys()]).toEqual(['a', 'b', 'c'])
  expect([...before.assets.keys()]).toEqual(['a', 'c'])
})

test('a build id is sha256 over the sorted lines, so that anybody can compute it', () => {
  // printf 'a\0test-1\nb\0test-2\n' | sha256sum
  expect(buildId(manifestOf({ b: '2', a: '1' }), false)).toBe(
    'b977441fdeabf1fb984d307306702fb06561ba6f9de0d04c16316e27287e39c5',
  )
})

test('nothing optional enters a build id: sizes and what is said of names', () => {
  fc.assert(
    fc.property(builds, (build) => {
      const other = [...build.assets.values()].map(({ path, digest }) => ({
        path,
        digest,
        size: 0,
        fingerprinted: false,
      }))
      expect(buildId(createManifest(other), false)).toBe(buildId(build, false))
    }),
  )
})

test('the marker does not enter the id that it holds, wherever it lies', () => {
  fc.assert(
    fc.property(builds, fc.constantFrom('cdn-purge.json', 'a/build.json'), (build, path) => {
      const id = buildId(build, path)
      expect(buildId(withAsset(build, markerAsset(path, id)), path)).toBe(id)
      expect(buildId(withAsset(build, markerAsset(path, id)), false)).not.toBe(id)
    }),
  )
})

test('builds of different files have different ids', () => {
  fc.assert(
    fc.property(builds, builds, (a, b) => {
      const lines = ({ assets }: typeof a) =>
        [...assets.values()].map(({ path, digest }) => [path, digest])
      const same = JSON.stringify(lines(a)) === JSON.stringify(lines(b))
      expect(buildId(a, false) === buildId(b, false)).toBe(same)
    }),
  )
})
