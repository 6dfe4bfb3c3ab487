import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalizePath, parseSiteUrl, parseVisit } from './site-url.ts'

interface Case {
  name: string
  path: string
  normal: string
}

test.for<Case>([
  { name: 'plain paths stay', path: '/a/b.js', normal: '/a/b.js' },
  { name: 'case is kept', path: '/A.js', normal: '/A.js' },
  { name: 'escapes are written in upper case', path: '/%c3%a4', normal: '/%C3%A4' },
  { name: 'letters need no escape', path: '/%61.js', normal: '/a.js' },
  { name: 'reserved characters keep their escape', path: '/a%2fb', normal: '/a%2Fb' },
  { name: 'non-ASCII is escaped', path: '/ä', normal: '/%C3%A4' },
  { name: 'spaces are escaped', path: '/a b', normal: '/a%20b' },
  { name: 'dot segments are resolved', path: '/a/./b/../c', normal: '/a/c' },
  { name: 'a last dot segment is a folder', path: '/a/..', normal: '/' },
  { name: 'nothing is above the root', path: '/../a', normal: '/a' },
  { name: 'doubled slashes are two segments', path: '/a//b', normal: '/a//b' },
])('$name', ({ path, normal }) => {
  expect(normalizePath(path)).toBe(normal)
})

test('normalising twice changes nothing more', () => {
  const part = fc.constantFrom('%41', '%2f', '%2E', '%25', '%c3%a4', 'ä', 'b', '1', '.', '/', ' ')
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const once = normalizePath(`/${parts.join('')}`)
      expect(normalizePath(once)).toBe(once)
    }),
  )
})

test('a purge written by a person and a visit by a browser mean the same URL', () => {
  const segment = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => !/[%?#/\\\s\p{C}]/u.test(text))
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
      const written = `https://www.example.com/${segments.join('/')}`
      fc.pre(URL.canParse(written))
      const asked = new URL(written)
      const visited = parseVisit('WWW.example.com:8787', asked.pathname, true)
      expect(parseSiteUrl(written, true)).toEqual(visited)
    }),
  )
})

test.for([
  ['relative', '/a.css'],
  ['without scheme', 'www.example.com/a.css'],
  ['of another scheme', 'ftp://www.example.com/a.css'],
  ['without host', 'https:///a.css'],
  ['empty', ''],
])('a URL that is %s is none', ([, text]) => {
  expect(parseSiteUrl(text ?? '', true)).toBeUndefined()
})

test('a fragment is not part of a URL, a query is', () => {
  expect(parseSiteUrl('https://h.example/a?b=1#c', true)).toEqual({
    host: 'h.example',
    path: '/a',
    query: '?b=1',
  })
})

test('raw UTF-8 in a request line is read as such', () => {
  const raw = Buffer.from('/ä.css', 'utf8').toString('latin1')
  expect(parseVisit('h', raw, true).path).toBe('/%C3%A4.css')
  expect(parseVisit('h', raw, false).path).toBe('/ä.css')
})
