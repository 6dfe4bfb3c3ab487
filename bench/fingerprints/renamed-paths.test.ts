import { expect, test } from 'vitest'
import { renamedPaths } from './renamed-paths.ts'

test('a name that comes again with another hash was renamed, and no other', () => {
  const gone = [
    'a/index-BXq4hT2a.js',
    'a/index-BXq4hT2a.css',
    'b/main.1a2b3c4d.js',
    'a/notes.js',
    'a/x1234567.html',
  ]
  const added = [
    'a/index-CH3ZIEkb.js',
    'c/index-CH3ZIEkb.css',
    'b/main.9f8e7d6c5b.js',
    'a/words.js',
    'a/x7654321.html',
  ]
  expect(renamedPaths(gone, added)).toEqual(['a/index-BXq4hT2a.js'])
})
