import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyToNames, namesToKey } from './store-key-file.ts'

test.for([
  ['a', ['a']],
  ['records/1/started.json', ['records+', '1+', 'started.json']],
  ['a/', ['a+', '%']],
  ['/', ['%+', '%']],
  ['..', ['%2e%2e']],
  ['../.', ['%2e%2e+', '%2e']],
  ['.gitignore', ['%2egitignore']],
  ['a.', ['a%2e']],
  ['A', ['%41']],
  ['%', ['%25']],
  ['a+', ['a%2b']],
  ['a~', ['a%7e']],
  ['con.json', ['%63on.json']],
  ['console', ['console']],
  ['a\0b', ['a%00b']],
  ['é', ['%c3%a9']],
  ['\ud800', ['%ud800']],
  ['😀', ['%f0%9f%98%80']],
  ['x'.repeat(401), [`${'x'.repeat(200)}~`, `~${'x'.repeat(200)}~`, '~x']],
  [`${'x'.repeat(201)}/y`, [`${'x'.repeat(200)}~`, '~x+', 'y']],
] as const)('%s is at %j', ([key, names]) => {
  expect(keyToNames(key)).toEqual(names)
  expect(namesToKey(names)).toBe(key)
})

test.for([
  [['.gitignore']],
  [['.1b671a64-40d5-491e-99b0-da01ff1f3341.tmp']],
  [[`${'x'.repeat(200)}~`, '.1b671a64-40d5-491e-99b0-da01ff1f3341.tmp']],
  [['README']],
  [['a', 'b']],
  [['a%zz']],
  [['%e9']],
  [['%61']],
] as const)('%j holds no key', ([names]) => {
  expect(namesToKey(names)).toBeUndefined()
})

const keys = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('/', '.', 'A', '\ud800', '~+%')))
  .map((parts) => parts.join(''))
  .filter((key) => key !== '')

test('every key has a file of its own, and gets back from it', () => {
  fc.assert(
    fc.property(keys, (key) => {
      const names = keyToNames(key)
      expect(namesToKey(names)).toBe(key)
      for (const name of names) expect(name).toMatch(/^[a-z0-9%~_-][a-z0-9%~+._-]{0,203}$/)
    }),
  )
})

test('no two keys share a file, and no file is the folder of another', () => {
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      fc.pre(a !== b)
      expect(`${keyToNames(a).join('/')}/`.startsWith(`${keyToNames(b).join('/')}/`)).toBe(false)
    }),
  )
})
