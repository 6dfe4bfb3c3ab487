import { expect, test } from 'vitest'
import { chooseLookedAt } from './looked-at.ts'

function pages(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `docs/page-${index}/index.html`)
}

test('of a small site every text is looked at, but none whose name has a hash, and no other file', () => {
  const texts = ['index.html', 'a/b.json', 'robots.txt', 'app.js', '1a2b3c4d5e6f7a8b.html']
  const others = ['logo.png', 'main.1a2b3c4d.js', 'a.js.map', 'index.html.gz', 'LICENSE']
  expect([...chooseLookedAt([...texts, ...others])]).toEqual(texts)
})

test.for([1, 199, 200, 201, 1_000, 5_000, 40_000])('of %i pages at most 260', (count) => {
  const { size } = chooseLookedAt(pages(count))
  expect(size).toBeLessThanOrEqual(260)
  expect(size).toBeGreaterThanOrEqual(Math.min(count, 60))
})

test('pages come before the texts beside them', () => {
  const data = pages(150).flatMap((path) => [`${path}.txt`, `${path}.json`, `${path}.css`])
  const chosen = [...chooseLookedAt([...pages(150), ...data])]
  expect(chosen.filter((path) => path.endsWith('.html'))).toEqual(pages(150))
  expect(chosen.length).toBeGreaterThan(155)
  expect(chosen.length).toBeLessThan(210)
})

test('a larger site looks at some of what a smaller one looks at', () => {
  const few = chooseLookedAt(pages(700))
  const many = chooseLookedAt(pages(9_000))
  const both = [...many].filter((path) => pages(700).includes(path))
  expect(both.length).toBeGreaterThan(0)
  expect(both.filter((path) => !few.has(path))).toEqual([])
})
