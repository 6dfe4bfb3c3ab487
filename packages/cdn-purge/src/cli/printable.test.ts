import { expect, test } from 'vitest'
import { printable } from './printable.ts'

test.for([
  ['plain text, ü and 漢字\nin two lines', 'plain text, ü and 漢字\nin two lines'],
  ['\u001b[2Jgone', '\\u001b[2Jgone'],
  ['over\rwritten', 'over\\u000dwritten'],
  ['\u009b1m\u007f\0', '\\u009b1m\\u007f\\u0000'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['two\u2028lines', 'two\\u2028lines'],
] as const)('%j is shown as %j', ([text, shown]) => {
  expect(printable(text)).toBe(shown)
})

test('JSON means the same', () => {
  const value = { '\u202ename': 'a\u009b\u2066\u001b' }
  const text = printable(JSON.stringify(value, undefined, 2))
  expect(JSON.parse(text)).toEqual(value)
})
