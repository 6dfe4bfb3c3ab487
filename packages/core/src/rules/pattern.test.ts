import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compilePattern } from './pattern.ts'
import { decodePath, folderOf, isExact, namesCapture } from './pattern-path.ts'

interface Case {
  readonly pattern: string
  readonly path: string
  readonly host?: string
  readonly cloudflare: boolean
  readonly netlify: boolean
}

const both = (pattern: string, path: string, is: boolean): Case => ({
  pattern,
  path,
  cloudflare: is,
  netlify: is,
})

test.for<Case>([
  both('/a', '/a', true),
  both('/a', '/ab', false),
  both('/a', '/b/a', false),
  { pattern: '/a', path: '/a/', cloudflare: false, netlify: true },
  { pattern: '/a/', path: '/a', cloudflare: false, netlify: true },
  { pattern: '/A', path: '/a', cloudflare: false, netlify: true },
  both('/', '/', true),
  both('/', '/a', false),
  both('/*', '/', true),
  both('/*', '/a/b', true),
  both('/assets/*', '/assets/app.js', true),
  both('/assets/*', '/assets/deep/app.js', true),
  both('/assets/*', '/assetsx', false),
  { pattern: '/assets/*', path: '/assets', cloudflare: false, netlify: true },
  both('/*.js', '/a/b.js', true),
  both('/*.js', '/a/b.css', false),
  both('/a*c/d', '/abbc/d', true),
  both('/a*c/d', '/ad', false),
  { pattern: '/a/*/b/*', path: '/a/x/b/y', cloudflare: false, netlify: true },
  both('/blog/:year/:slug', '/blog/2026/hi', true),
  both('/blog/:year/:slug', '/blog/2026', false),
  both('/blog/:year/:slug', '/blog/2026/a/b', false),
  both('/blog/:year', '/blog/', false),
  { pattern: '/blog-:year', path: '/blog-2026', cloudflare: true, netlify: false },
  { pattern: '/:a/:a', path: '/1/2', cloudflare: false, netlify: true },
  both('/a b', '/a b', true),
  both('/a%20b', '/a b', true),
  both('/caf%C3%A9/*', '/café/x', true),
  both('/a+b(c)[d]$', '/a+b(c)[d]$', true),
  both('/a.c', '/abc', false),
  { pattern: 'https://www.example.com/a', path: '/a', cloudflare: true, netlify: true },
  { pattern: 'https://other.example.com/a', path: '/a', cloudflare: false, netlify: false },
  { pattern: 'https://:sub.example.com/*', path: '/a', cloudflare: true, netlify: false },
  { pattern: 'https://:any.com/*', path: '/a', cloudflare: false, netlify: false },
])('$pattern of $path', ({ pattern, path, host = 'www.example.com', cloudflare, netlify }) => {
  const read = (dialect: 'cloudflare' | 'netlify') =>
    compilePattern(pattern, dialect)?.(host, path) ?? false
  expect({ cloudflare: read('cloudflare'), netlify: read('netlify') }).toEqual({
    cloudflare,
    netlify,
  })
})

test('as a regular expression would, were it as Cloudflare makes it', () => {
  const pieces = fc.array(fc.constantFrom('a', 'b', '/', ':x', ':y', '*', '.'), { maxLength: 8 })
  const paths = fc.array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 10 })
  fc.assert(
    fc.property(pieces, paths, (some, letters) => {
      const [pattern, path] = [`/x${some.join('')}`, `/x${letters.join('')}`]
      fc.pre(!/\/\.{1,2}(?:\/|$)|\/\//.test(pattern) && !/:[xy]\w/.test(pattern))
      const names = pattern.match(/:[xy]/g) ?? []
      const isTaken = pattern.split('*').length < 3 && new Set(names).size === names.length
      const source = pattern.replaceAll('.', '\\.').replace('*', '.*').replaceAll(/:[xy]/g, '[^/]+')
      const expected = isTaken ? new RegExp(`^${source}$`).test(path) : undefined
      expect(compilePattern(pattern, 'cloudflare')?.('h', path)).toBe(expected)
    }),
    { numRuns: 2_000 },
  )
})

test('no pattern takes long', () => {
  const path = `/${'a/'.repeat(2_000)}b`
  const before = process.cpuUsage().user
  for (const pattern of ['/*a'.repeat(600), '/:a'.repeat(600), `/${'*a'.repeat(1_000)}c`]) {
    expect(compilePattern(pattern, 'netlify')?.('h', path)).toBe(false)
  }
  // In µs.
  expect(process.cpuUsage().user - before).toBeLessThan(5_000_000)
}, 60_000)

test.for<readonly [pattern: string, folder: string, exact: boolean]>([
  ['/a/b', '/a/', true],
  ['/', '/', true],
  ['/blog/*', '/blog/', false],
  ['/files/*.pdf', '/files/', false],
  ['/a/b-:id', '/a/', false],
  ['/:lang/about', '/', false],
  ['https://h:8080/a/*', '/a/', false],
  ['https://h:8080/a/b', '/a/', true],
])('all that %s may match lies below %s', ([pattern, folder, exact]) => {
  expect([folderOf(pattern), isExact(pattern)]).toEqual([folder, exact])
})

test.for<readonly [template: string, pattern: string, names: boolean]>([
  ['/news/:splat', '/blog/*', true],
  ['/news/:splat', '/blog/a', false],
  ['/news/:id', '/blog/:id', true],
  ['/news/:other', '/blog/:id', false],
  ['https://h:80/x', '/blog/*', false],
])('%s repeats of %s what it caught: %s', ([template, pattern, names]) => {
  expect(namesCapture(template, pattern)).toBe(names)
})

test('what is no encoded text stays as it is', () => {
  expect(['/a%20b', '/%zz', '/%ff', '/%E2%82%AC%ff'].map(decodePath)).toEqual([
    '/a b',
    '/%zz',
    '/%ff',
    '/%E2%82%AC%ff',
  ])
})
