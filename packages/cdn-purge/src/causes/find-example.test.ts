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

test('in a piece that is too long to be shown, the hash of an added file is shown with what is around it', () => {
  const map = (hash: string) =>
    `<script>{${'"a.md":"AbCdEfGh",'.repeat(30)}"moor.md":"${hash}"}</script>`
  const texts = [`<p data-v-9fd4d1dd>words</p>${map('B_ehORJX')}`, map('B_ehORJX')]
  const added = new Set(['moor.md.B_ehORJX.js', 'moor.md.B_ehORJX.lean.js'])
  expect(findExample(texts, 'hash', added)).toBe(
    '…"AbCdEfGh","a.md":"AbCdEfGh","moor.md":"B_ehORJX"}</script>…',
  )
})
