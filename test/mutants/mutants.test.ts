import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { editSource } from './edit-source.ts'
import { MUTANTS } from './list/index.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

test('every mutant can be made of the sources as they are, and its tests exist', async () => {
  for (const { name, edits, tests } of MUTANTS) {
    const sources = new Map<string, string>()
    for (const edit of edits) {
      const before = sources.get(edit.file) ?? (await readFile(path.join(ROOT, edit.file), 'utf8'))
      sources.set(edit.file, editSource(before, edit))
    }
    expect(edits, name).not.toEqual([])
    expect(tests, name).not.toEqual([])
    for (const file of tests) expect(existsSync(path.join(ROOT, file)), file).toBe(true)
  }
})

test('their names differ', () => {
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length)
})

test.for([
  { source: 'a b c', says: undefined },
  { source: 'a c', says: 'is not there in "x.ts"' },
  { source: 'a b b c', says: 'is there 2 times in "x.ts"' },
])('the text must be in "$source" exactly once: $says', ({ source, says }) => {
  const edited = () => editSource(source, { file: 'x.ts', text: 'b', becomes: '$&' })
  if (says === undefined) expect(edited()).toBe('a $& c')
  else expect(edited).toThrow(says)
})
