import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { builds, manifestOf, type SmallBuild } from '../../test/builds.ts'
import { diff, type Change } from './diff.ts'
import { createManifest, type Manifest } from '../manifest/manifest.ts'

interface Case {
  readonly name: string
  readonly baseline: readonly SmallBuild[]
  readonly next: SmallBuild
  /** `<kind> <path>: <reason>`, with `#` at the end where the name vouches for the bytes. */
  readonly changes: readonly string[]
}

test.for<Case>([
  { name: 'nothing to nothing is no change', baseline: [{}], next: {}, changes: [] },
  { name: 'no baseline is no change', baseline: [], next: { a: '1' }, changes: [] },
  { name: 'a new path', baseline: [{}], next: { a: '1' }, changes: ['added a: new'] },
  {
    name: 'other bytes',
    baseline: [{ a: '1' }],
    next: { a: '2' },
    changes: ['changed a: other bytes'],
  },
  { name: 'a path that is gone', baseline: [{ a: '1' }], next: {}, changes: ['removed a: gone'] },
  {
    name: 'a fingerprinted name that is gone vouches for its bytes',
    baseline: [{ a: '#1' }],
    next: {},
    changes: ['removed a: gone #'],
  },
  {
    name: 'a fingerprinted name that held different bytes in two builds vouches for nothing once it is gone',
    baseline: [{ a: '#1' }, { a: '#2' }],
    next: {},
    changes: ['removed a: gone, and its name held different bytes'],
  },
  {
    name: 'a name that was stable in one of two builds vouches for nothing once it is gone',
    baseline: [{ a: '#1' }, { a: '1' }],
    next: {},
    changes: ['removed a: gone'],
  },
  {
    name: 'a fingerprinted name with other bytes',
    baseline: [{ a: '#1' }],
    next: { a: '#2' },
    changes: ['changed a: other bytes under the same fingerprinted name #'],
  },
  {
    name: 'a move is one path more and one less',
    baseline: [{ a: '1' }],
    next: { b: '1' },
    changes: ['removed a: gone', 'added b: new'],
  },
  {
    name: 'A, then B that failed, then A again: what B had is a change',
    baseline: [
      { a: '1', b: '1' },
      { a: '2', c: '1' },
    ],
    next: { a: '1', b: '1' },
    changes: [
      'changed a: other bytes in 1 of 2 earlier builds',
      'added b: new in 1 of 2 earlier builds',
      'removed c: gone',
    ],
  },
  {
    name: 'other bytes in one build count for more than absence in another',
    baseline: [{ a: '1' }, {}],
    next: { a: '2' },
    changes: ['changed a: other bytes in 1 of 2 earlier builds'],
  },
  {
    name: 'absent everywhere',
    baseline: [{}, {}],
    next: { a: '2' },
    changes: ['added a: new in all 2 earlier builds'],
  },
  {
    name: 'names of Object.prototype are paths like others',
    baseline: [{}],
    next: { constructor: '1', toString: '1' },
    changes: ['added constructor: new', 'added toString: new'],
  },
  {
    name: 'paths are ordered by code unit',
    baseline: [{}],
    next: { 'b/a': '1', B: '1', 'b.js': '1', é: '1' },
    changes: ['added B: new', 'added b.js: new', 'added b/a: new', 'added é: new'],
  },
])('$name', ({ baseline, next, changes }) => {
  const found = diff(baseline.map(manifestOf), manifestOf(next))
  const shown = found.map(
    ({ kind, path, reason, fingerprinted }) =>
      `${kind} ${path}: ${reason}${fingerprinted ? ' #' : ''}`,
  )
  expect(shown).toEqual(changes)
})

test('applying the diff of two builds to the first gives the second', () => {
  fc.assert(
    fc.property(builds, builds, (before, after) => {
      const assets = new Map(before.assets)
      for (const { kind, path } of diff([before], after)) {
        const asset = after.assets.get(path)
        if (kind === 'removed') assets.delete(path)
        else if (asset) assets.set(path, asset)
      }
      expect(digestsOf(assets)).toEqual(digestsOf(after.assets))
    }),
  )
})

test('a build does not differ from itself, however often the edge saw it', () => {
  fc.assert(
    fc.property(builds, fc.integer({ min: 1, max: 4 }), (build, times) => {
      expect(diff(Array<typeof build>(times).fill(build), build)).toEqual([])
    }),
  )
})

test('the order of the baseline and of the assets does not matter', () => {
  fc.assert(
    fc.property(fc.array(builds, { maxLength: 4 }), builds, (baseline, next) => {
      const turned = (build: typeof next) => createManifest([...build.assets.values()].toReversed())
      const other = diff(baseline.toReversed().map(turned), turned(next))
      expect(other).toEqual(diff(baseline, next))
    }),
  )
})

test('what changed against several builds is what changed against any of them', () => {
  fc.assert(
    fc.property(fc.array(builds, { maxLength: 4 }), builds, (baseline, next) => {
      const single = baseline.flatMap((build) => pathsOf(diff([build], next)))
      expect(pathsOf(diff(baseline, next))).toEqual([...new Set(single)].toSorted())
    }),
  )
})

test('a name vouches for the bytes of a removed path exactly where it held no others', () => {
  fc.assert(
    fc.property(fc.array(builds, { maxLength: 4 }), builds, (baseline, next) => {
      for (const { kind, path, fingerprinted } of diff(baseline, next)) {
        if (kind !== 'removed') continue
        const held = baseline.flatMap(({ assets }) => assets.get(path) ?? [])
        const digests = new Set(held.map(({ digest }) => digest))
        expect(fingerprinted).toBe(held.every((asset) => asset.fingerprinted) && digests.size === 1)
      }
    }),
  )
})

function digestsOf(assets: Manifest['assets']): Map<string, string> {
  return new Map([...assets].map(([path, { digest }]) => [path, digest]))
}

function pathsOf(changes: readonly Change[]): string[] {
  return changes.map(({ path }) => path)
}
