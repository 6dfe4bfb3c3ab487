import { expect, test } from 'vitest'
import { median, medianRatio } from './figures.ts'
import { tableLines } from './table.ts'

test.for([
  { values: [3], middle: 3 },
  { values: [9, 1, 5], middle: 5 },
  { values: [1, 100, 2, 3], middle: 2.5 },
])('the median of $values is $middle', ({ values, middle }) => {
  expect(median(values)).toBe(middle)
})

test('the ratio is taken round by round', () => {
  expect(medianRatio([2, 30, 4], [1, 10, 4])).toBe(2)
})

test('a table aligns text to the left and numbers to the right', () => {
  expect(
    tableLines([
      { what: 'scan', ms: 1234 },
      { what: 'a plain loop', ms: 0.5 },
    ]),
  ).toEqual(['what             ms', 'scan          1,234', 'a plain loop    0.5'])
})
