import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseHeaders } from './parse-headers.ts'

interface Case {
  readonly name: string
  readonly text: string
  /** `<pattern>: <names that are set>`, names that are taken away with `!`. */
  readonly rules: readonly string[]
  readonly unread?: readonly number[]
}

test.for<Case>([
  { name: 'an empty file has none', text: '\n  \n# nothing\n', rules: [] },
  {
    name: 'a block is a pattern and indented headers',
    text: '/secure/page\n  X-Frame-Options: DENY\n\tReferrer-Policy: no-referrer\n',
    rules: ['/secure/page: referrer-policy x-frame-options'],
  },
  {
    name: 'a header may be there more than once',
    text: '/a\n Link: </a.css>\n X-A: 1\n link: </b.css>\n',
    rules: ['/a: link link x-a'],
  },
  {
    name: 'indentation, comments, blank lines and CRLF say nothing',
    text: '\uFEFF# top\r\n/a\r\n\r\n# in between\r\nX-A: 1\r\n    # deep\r\n  X-B: 2\r\n',
    rules: ['/a: x-a x-b'],
  },
  {
    name: 'wildcards, placeholders and addresses are patterns',
    text: '/*\n A: 1\n/p/:id\n A: 1\nhttps://:project.pages.dev/*\n A: 1\n',
    rules: ['/*: a', '/p/:id: a', 'https://:project.pages.dev/*: a'],
  },
  {
    name: 'a header is taken away with an exclamation mark',
    text: '/a\n  ! Access-Control-Allow-Origin\n  X-A: 1\n',
    rules: ['/a: !access-control-allow-origin x-a'],
  },
  {
    name: 'a value may have colons',
    text: "/a\n  Content-Security-Policy: default-src 'self' https://cdn.example.com:8443\n",
    rules: ['/a: content-security-policy'],
  },
  {
    name: 'a header before any path is unread',
    text: 'X-A: 1\n/a\n X-B: 1\n',
    rules: ['/a: x-b'],
    unread: [1],
  },
  {
    name: 'a name with spaces is unread',
    text: '/a\n X A: 1\n X-B: 1\n',
    rules: ['/a: x-b'],
    unread: [2],
  },
  {
    name: 'a header without a value is unread',
    text: '/a\n X-A:\n X-B: 1\n',
    rules: ['/a: x-b'],
    unread: [2],
  },
  {
    name: 'a line without a colon is unread',
    text: '/a\n X-A\n X-B: 1\n',
    rules: ['/a: x-b'],
    unread: [2],
  },
  {
    name: 'a block without headers is unread',
    text: '/a\n/b\n X-B: 1\n',
    rules: ['/b: x-b'],
    unread: [1],
  },
  {
    name: 'plain HTTP is unread, and so is what stands below it',
    text: 'http://example.com/a\n X-A: 1\n/b\n X-B: 1\n',
    rules: ['/b: x-b'],
    unread: [1, 2],
  },
])('$name', ({ text, rules, unread = [] }) => {
  const parsed = parseHeaders(text)
  const shown = parsed.rules.map(
    ({ for: pattern, set, unset }) =>
      `${pattern}: ${[...unset.map((name) => `!${name}`), ...set.map(([name]) => name)].join(' ')}`,
  )
  expect({ rules: shown, unread: parsed.unread }).toEqual({ rules, unread })
})

const digestIn = (text: string) => parseHeaders(text).rules[0]?.set[0]?.[1]

test('equal values have equal digests, whatever stands around them', () => {
  expect(digestIn('/a\n X-A: 1, 2')).toBe(digestIn('/b\n\n x-a:   1, 2\t'))
  expect(digestIn('/a\n X-A: 1')).not.toBe(digestIn('/a\n X-A: 2'))
})

test('a value that repeats what a pattern caught is another one under another pattern', () => {
  expect(digestIn('/a/:id\n X-A: :id')).not.toBe(digestIn('/:id/a\n X-A: :id'))
  expect(digestIn('/a/:id\n X-A: :other')).toBe(digestIn('/:id/a\n X-A: :other'))
})

test('neither a value nor a password is kept', () => {
  const text = JSON.stringify(parseHeaders('/a\n Basic-Auth: anna:secret\n X-A: planted'))
  expect(text).not.toMatch(/secret|planted/)
  expect(digestIn('/a\n Basic-Auth: anna:secret')).toBe(digestIn('/a\n Basic-Auth: anna:other'))
})

test('any text is read, and what is unread is one of its lines', () => {
  const words = fc.constantFrom(
    '/a',
    '/*',
    ':p',
    '!',
    '! x',
    'x: 1',
    '#',
    '\n',
    '\r\n',
    ' ',
    'https://',
    '\0',
    '\uD800',
    '%',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((some) => some.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const { rules, unread } = parseHeaders(text)
      const count = text.split('\n').length
      expect(unread.every((line) => line >= 1 && line <= count)).toBe(true)
      for (const { for: pattern } of rules) expect(text).toContain(pattern)
    }),
  )
}, 30_000)
