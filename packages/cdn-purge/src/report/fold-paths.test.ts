import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldPaths } from './fold-paths.ts'

interface Case {
  readonly name: string
  readonly paths: readonly string[]
  readonly limit: number
  readonly rows: readonly string[]
  readonly more: number
}

test.for<Case>([
  {
    name: 'few paths stay as they are',
    paths: ['a', 'b/c'],
    limit: 2,
    rows: ['a 1', 'b/c 1'],
    more: 0,
  },
  {
    name: 'many become folders',
    paths: ['a', 'b/c', 'b/d', 'e/f', 'e/g'],
    limit: 3,
    rows: ['a 1', 'b/ 2', 'e/ 2'],
    more: 0,
  },
  {
    name: 'folders are as deep as there is room for',
    paths: ['x/a/1', 'x/a/2', 'x/b/1', 'x/b/2', 'x/b/3'],
    limit: 3,
    rows: ['x/a/ 2', 'x/b/ 3'],
    more: 0,
  },
  {
    name: 'a folder is named as deep as all its paths lie',
    paths: ['x/a/1', 'x/a/2', 'y/b/c/1', 'y/b/d/1', 'z'],
    limit: 3,
    rows: ['x/a/ 2', 'y/b/ 2', 'z 1'],
    more: 0,
  },
  {
    name: 'a single path of a folder is that path',
    paths: ['x/a/1', 'y/1', 'y/2', 'y/3'],
    limit: 2,
    rows: ['x/a/1 1', 'y/ 3'],
    more: 0,
  },
  {
    name: 'the largest folders are shown where even the top level is too wide',
    paths: ['a', 'b', 'c', 'd/1', 'd/2'],
    limit: 2,
    rows: ['a 1', 'd/ 2'],
    more: 2,
  },
  { name: 'nothing gives nothing', paths: [], limit: 3, rows: [], more: 0 },
])('$name', ({ paths, limit, rows, more }) => {
  const folded = foldPaths(paths, limit)
  expect(folded.rows.map(({ path, count }) => `${path} ${count}`)).toEqual(rows)
  expect(folded.more).toBe(more)
})

test('every path is counted once, and there are never more rows than the limit', () => {
  const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
  const paths = fc.uniqueArray(path.map((parts) => parts.join('/') + '.html'))
  fc.assert(
    fc.property(paths, fc.integer({ min: 1, max: 10 }), (some, limit) => {
      const { rows, more } = foldPaths(some, limit)
      expect(rows.length).toBeLessThanOrEqual(limit)
      expect(rows.reduce((sum, { count }) => sum + count, more)).toBe(some.length)
    }),
  )
})
