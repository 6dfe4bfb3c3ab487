import { expect, test } from 'vitest'
import { findExample } from './find-example.ts'

test('no text has no example', () => {
  expect(findExample([], 'date')).toBeUndefined()
  expect(findExample(['<p>words</p>'], 'date')).toBeUndefined()
})

test('what is on most pages comes first, then what is short', () => {
  const texts = ['<p>a 2020\n<p>b 2/13/2026', '<p>c 2/13/2021\n<p>b 2/13/2026', '<i>2019</i>']
  expect(findExample(texts, 'date')).toBe('<p>b 2/13/2026')
})

test('pages whose dates differ in nothing else are alike', () => {
  const texts = ['<p>on 1/1/2026</p>', '<p>on 2/1/2026</p>', '<p>at 3/1/2026</p>']
  expect(findExample(texts, 'date')).toBe('<p>on 1/1/2026')
})

test('long pieces are cut, and those that are code left out', () => {
  expect(findExample([`2/13/2026 ${'x'.repeat(150)}`], 'date')).toHaveLength(101)
  expect(findExample([`2/13/2026 ${'x'.repeat(300)}`], 'date')).toBeUndefined()
})
