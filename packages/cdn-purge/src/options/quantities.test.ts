import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDuration, parseShare } from './quantities.ts'

interface Case {
  readonly value: unknown
  readonly is: number | undefined
}

test.for<Case>([
  { value: 90, is: 90_000 },
  { value: 0, is: 0 },
  { value: 0.5, is: 500 },
  { value: '90', is: 90_000 },
  { value: '90s', is: 90_000 },
  { value: ' 1.5 m ', is: 90_000 },
  { value: '250ms', is: 250 },
  { value: '24h', is: 86_400_000 },
  { value: '2d', is: 172_800_000 },
  { value: -1, is: undefined },
  { value: Number.NaN, is: undefined },
  { value: Infinity, is: undefined },
  { value: '', is: undefined },
  { value: '-5m', is: undefined },
  { value: '5 minutes', is: undefined },
  { value: '5M', is: undefined },
  { value: '1e3', is: undefined },
  { value: '0x10', is: undefined },
  { value: '5m\n5m', is: undefined },
  { value: null, is: undefined },
  { value: [5], is: undefined },
])('$value is a duration of $is ms', ({ value, is }) => {
  expect(parseDuration(value)).toBe(is)
})

test.for<Case>([
  { value: 0, is: 0 },
  { value: 1, is: 1 },
  { value: 0.05, is: 0.05 },
  { value: '5%', is: 0.05 },
  { value: '12.5 %', is: 0.125 },
  { value: '100%', is: 1 },
  { value: '101%', is: undefined },
  { value: 1.1, is: undefined },
  { value: -0.1, is: undefined },
  { value: Number.NaN, is: undefined },
  { value: '0.05', is: undefined },
  { value: '%', is: undefined },
  { value: '-5%', is: undefined },
  { value: null, is: undefined },
])('$value is a share of $is', ({ value, is }) => {
  expect(parseShare(value)).toBe(is)
})

test('whatever is given, a quantity is one that can be used, or none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.double(), fc.string()), (value) => {
      const duration = parseDuration(value) ?? 0
      const share = parseShare(value) ?? 0
      expect(Number.isFinite(duration) && duration >= 0).toBe(true)
      expect(share >= 0 && share <= 1).toBe(true)
    }),
  )
})
