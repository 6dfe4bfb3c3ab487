import { expect, test } from 'vitest'
import { manifestOf } from '../../test/fake-site.ts'
import { chooseTellingPaths } from './telling-paths.ts'

test('paths that differ from every other build come before those that differ from some', () => {
  const next = manifestOf({ 'a.js': '3', 'b.js': '3', 'c.js': '3', 'x.html': '3', 'y.html': '3' })
  const others = [
    manifestOf({ 'a.js': '1', 'b.js': '3', 'c.js': '1', 'x.html': '3', 'y.html': '1' }),
    manifestOf({ 'a.js': '3', 'b.js': '2', 'c.js': '2', 'x.html': '2', 'y.html': '2' }),
  ]
  const chosen = chooseTellingPaths(next, others, [...next.assets.keys()])
  expect(chosen).toEqual(['c.js', 'a.js', 'y.html', 'x.html'])
})

test('the first and the last of many are among the chosen, assets and documents both', () => {
  const names = Array.from({ length: 50 }, (_, index) => String(index + 10))
  const files = (text: string) =>
    Object.fromEntries(
      names.flatMap((name) => [
        [`${name}.css`, text],
        [`${name}.html`, text],
      ]),
    )
  const next = manifestOf(files('new'))
  const chosen = chooseTellingPaths(next, [manifestOf(files('old'))], [...next.assets.keys()])
  expect(chosen).toEqual(['10.css', '59.css', '10.html', '35.html', '59.html'])
})

test('what is gone tells only where nothing else does', () => {
  const older = [manifestOf({ 'a.txt': '1', 'gone.html': '1' })]
  expect(chooseTellingPaths(manifestOf({ 'a.txt': '2' }), older, ['a.txt', 'gone.html'])).toEqual([
    'a.txt',
  ])
  expect(chooseTellingPaths(manifestOf({ 'a.txt': '1' }), older, ['gone.html'])).toEqual([
    'gone.html',
  ])
})

test('what is the same everywhere tells nothing, unless there is nothing to compare with', () => {
  const same = manifestOf({ 'a.txt': '1' })
  expect(chooseTellingPaths(same, [same], ['a.txt'])).toEqual([])
  expect(chooseTellingPaths(same, [], ['a.txt'])).toEqual(['a.txt'])
})
