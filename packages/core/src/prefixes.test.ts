import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_PREFIX_SEPARATORS, coverWidely, wideKey } from './prefixes.ts'

interface KeyCase {
  readonly name: string
  readonly url: string
  readonly key: string
}

test.for<KeyCase>([
  { name: 'a file', url: 'https://h.test/a/b.js', key: 'h.test/a/b.js' },
  { name: 'a folder loses its slash', url: 'https://h.test/a/', key: 'h.test/a' },
  { name: 'a root is its host', url: 'https://h.test/', key: 'host h.test' },
  { name: 'a root without slash too', url: 'https://h.test', key: 'host h.test' },
  { name: 'a port is left out', url: 'http://h.test:8787/a', key: 'h.test/a' },
  { name: 'query and fragment go', url: 'https://h.test/a?b#c', key: 'h.test/a' },
  { name: 'escapes stay', url: 'https://h.test/%C3%A9%20a', key: 'h.test/%C3%A9%20a' },
  {
    name: 'what is too deep is cut to what one prefix may hold',
    url: `https://h.test${'/a'.repeat(40)}`,
    key: `h.test${'/a'.repeat(31)}`,
  },
])('the key of $name', ({ url, key }) => {
  const found = wideKey(url)
  expect(found.by === 'hosts' ? `host ${found.key}` : found.key).toBe(key)
})

interface CoverCase {
  readonly name: string
  readonly urls: readonly string[]
  readonly keys: readonly string[]
}

test.for<CoverCase>([
  { name: 'nothing needs nothing', urls: [], keys: [] },
  { name: 'a URL named twice needs one key', urls: ['/a', '/a/', '/a'], keys: ['h/a'] },
  { name: 'a folder covers what lies below it', urls: ['/a/b/c.js', '/a/'], keys: ['h/a'] },
  { name: 'a name covers no longer name', urls: ['/a', '/ab'], keys: ['h/a', 'h/ab'] },
  { name: 'a host covers all of its URLs', urls: ['/a', '/', '/b/c'], keys: ['host h'] },
])('$name', ({ urls, keys }) => {
  const found = coverWidely(urls.map((url) => `https://h${url}`))
  expect(found.map(({ by, key }) => (by === 'hosts' ? `host ${key}` : key))).toEqual(keys)
})

const urls = fc.array(
  fc
    .tuple(
      fc.constantFrom('h.test', 'g.test', 'h.test:8787'),
      fc.array(fc.constantFrom('a', 'b', 'ab', '%20'), { maxLength: 5 }),
      fc.constantFrom('', '/'),
    )
    .map(([host, segments, slash]) => `https://${[host, ...segments].join('/')}${slash}`),
  { maxLength: 12 },
)

/** True where the purge of `key` surely reaches the URL, however the edge reads prefixes. */
function reaches(key: ReturnType<typeof coverWidely>[number], url: string): boolean {
  const { hostname: host, pathname } = new URL(url)
  if (key.by === 'hosts') return host === key.key
  const place = `${host}${pathname}`
  return place === key.key || place.startsWith(`${key.key}/`)
}

test('every URL is covered by a key, and no key by another', () => {
  fc.assert(
    fc.property(urls, (list) => {
      const keys = coverWidely(list)
      for (const url of list) expect(keys.some((key) => reaches(key, url))).toBe(true)
      for (const key of keys) {
        const others = keys.filter((other) => other !== key)
        const url = `https://${key.key}`
        expect(others.filter((other) => reaches(other, url))).toEqual([])
        expect(list.some((each) => reaches(key, each))).toBe(true)
      }
    }),
  )
})

test('a key is as narrow as it can be: one of the URLs, without its slash', () => {
  fc.assert(
    fc.property(urls, (list) => {
      const bare = new Set(list.map((url) => url.replace(/^https:\/\/|:8787|\/$/g, '')))
      for (const { key } of coverWidely(list)) expect(bare).toContain(key)
    }),
  )
})

test('a key never has more separators than one prefix may hold', () => {
  const deep = fc.integer({ min: 0, max: 60 }).map((depth) => `https://h.test${'/a'.repeat(depth)}`)
  fc.assert(
    fc.property(fc.array(deep), (list) => {
      for (const { key } of coverWidely(list)) {
        expect(key.split('/').length - 1).toBeLessThanOrEqual(MAX_PREFIX_SEPARATORS)
      }
    }),
  )
})
