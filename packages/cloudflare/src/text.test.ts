import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRedactor, quotedList, shown } from './text.ts'

test('no secret is left, even where one is part of another', () => {
  const secret = fc.stringMatching(/^[!-~]{8,40}$/)
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1 }), fc.string(), fc.string(), (secrets, a, b) => {
      const redacted = createRedactor(secrets)(secrets.map((one) => `${a}${one}${b}`).join(' '))
      for (const one of secrets) expect(redacted).not.toContain(one)
    }),
  )
})

test('shown text is one line of limited length', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff), { maxLength: 1000 }), (units) => {
      const text = String.fromCharCode(...units)
      expect(shown(text)).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]{0,301}$/u)
    }),
  )
})

test('a long list is cut and says so', () => {
  expect(quotedList(['a', 'b'])).toBe('"a", "b"')
  expect(quotedList(Array.from({ length: 23 }, () => 'a'))).toMatch(/"a" and 3 more$/)
})
