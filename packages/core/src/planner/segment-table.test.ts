import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSegmentTable } from './segment-table.ts'

const pairs = fc.tuple(
  fc.integer({ min: -1, max: 3 }),
  fc.oneof(fc.constantFrom('', 'a', 'ab', 'ba'), fc.string({ maxLength: 3 })),
)

test('the table numbers pairs as a map of them would, and finds no other', () => {
  fc.assert(
    fc.property(fc.array(pairs, { maxLength: 200 }), fc.array(pairs), (inserted, others) => {
      const table = createSegmentTable()
      const map = new Map<string, number>()
      for (const [parent, text] of inserted) {
        const key = `${parent} ${text}`
        if (!map.has(key)) map.set(key, map.size)
        expect(table.insert(parent, `<${text}>`, 1, 1 + text.length)).toBe(map.get(key))
      }
      for (const [parent, text] of [...inserted, ...others]) {
        const found = table.find(parent, text, 0, text.length)
        expect(found).toBe(map.get(`${parent} ${text}`) ?? -1)
        if (found >= 0) expect([table.parentOf(found), table.textOf(found)]).toEqual([parent, text])
      }
    }),
  )
})

test('a hundred thousand pairs stay apart', () => {
  const table = createSegmentTable()
  const numbers = Array.from({ length: 100_000 }, (_, index) => {
    const text = `page-${index >> 1}`
    return table.insert(index % 2, text, 0, text.length)
  })
  expect(numbers.filter((number, index) => number !== index)).toEqual([])
})
