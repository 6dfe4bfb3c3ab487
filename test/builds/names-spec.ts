import { describe, expect, test } from 'vitest'
import type { Bundler } from '../bundlers/bundler.ts'
import { namesOf, type NamesOfBundler } from './names.ts'
import { namesTable } from './names-table.ts'

/** Judges the names of each bundler by what became of them, and keeps the figures in a file beside. */
export function describeNames(bundlers: readonly Bundler[], file: string): void {
  describe('names with a hash', () => {
    const rows = new Map<string, NamesOfBundler>()

    for (const bundler of bundlers) {
      test(`${bundler.name}: every one is known, and no other is taken for one`, async () => {
        const names = await namesOf(bundler)
        rows.set(bundler.name, names)

        const { hashed, stable, both } = names
        expect(Math.min(hashed, stable)).toBeGreaterThan(8)
        expect(both).toEqual({ found: hashed, missed: 0, wrong: 0 })
      })
    }

    test('the figures are those in the file; `vitest -u` writes it anew', async () => {
      await expect(namesTable(rows)).toMatchFileSnapshot(file)
    })
  })
}
