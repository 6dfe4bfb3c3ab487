import { expect, test } from 'vitest'
import { createIgnore } from './ignore.ts'

interface Case {
  readonly globs: readonly string[]
  readonly files?: readonly string[]
  readonly folders?: readonly string[]
  readonly kept?: readonly string[]
  readonly keptFolders?: readonly string[]
}

test.for<Case>([
  { globs: [], kept: ['a', '.a'], keptFolders: ['a'] },
  {
    globs: ['**/*.map'],
    files: ['a.map', 'b/.c.map'],
    kept: ['a.js'],
    keptFolders: ['b', 'b.map'],
  },
  {
    globs: ['drafts/**'],
    files: ['drafts/a', 'drafts/b/.c'],
    folders: ['drafts'],
    kept: ['a/drafts/b'],
  },
  { globs: ['drafts/'], files: ['drafts/a/b'], folders: ['drafts'], kept: ['drafts2/a'] },
  { globs: ['/drafts/', './tmp/'], folders: ['drafts', 'tmp'], keptFolders: ['a/tmp'] },
  {
    globs: ['**/.git/**'],
    files: ['.git/a', 'a/.git/b'],
    folders: ['.git', 'a/.git'],
    kept: ['.gitkeep'],
  },
  { globs: ['*'], files: ['a', '.a'], kept: ['a/b'], keptFolders: ['a'] },
  { globs: ['a/*'], files: ['a/b'], kept: ['a/b/c'], keptFolders: ['a', 'a/b'] },
  {
    globs: ['*.{doctree,map}', 'x'],
    files: ['a.doctree', 'b.map', 'x'],
    kept: ['y'],
    keptFolders: ['x'],
  },
  { globs: ['!(*.html)'], files: ['a.js'], kept: ['a.html'] },
])('$globs', ({ globs, files = [], folders = [], kept = [], keptFolders = [] }) => {
  const ignore = createIgnore(globs)
  expect(files.filter((path) => ignore.file(path))).toEqual(files)
  expect(kept.filter((path) => ignore.file(path))).toEqual([])
  expect(folders.filter((path) => ignore.folder(path))).toEqual(folders)
  expect(keptFolders.filter((path) => ignore.folder(path))).toEqual([])
})

test.for(['', '!keep.js'])('refused: "%s"', (glob) => {
  expect(() => createIgnore(['a', glob])).toThrow(`\`ignore\` has the glob "${glob}"`)
})
