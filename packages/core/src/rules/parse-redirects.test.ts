import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRedirects } from './parse-redirects.ts'
import type { RedirectRule } from './rules.ts'

interface Case {
  readonly name: string
  readonly text: string
  /** What is known of each rule beside what it does. */
  readonly rules: readonly Omit<RedirectRule, 'does'>[]
  readonly unread?: readonly number[]
}

const netlify = true

test.for<Case>([
  { name: 'an empty file has none', text: '# nothing\n\n', rules: [] },
  { name: 'source and target', text: '/old /new', rules: [{ from: '/old' }] },
  { name: 'with a status', text: ' /old\t/new  301 \r\n', rules: [{ from: '/old' }] },
  { name: 'a comment at the end', text: '/old /new 301 # moved', rules: [{ from: '/old' }] },
  { name: 'a fragment is no comment', text: '/old /new#part', rules: [{ from: '/old' }] },
  {
    name: 'wildcards and placeholders',
    text: '/blog/* /news/:splat\n/:a/x /y/:a',
    rules: [{ from: '/blog/*' }, { from: '/:a/x' }],
  },
  { name: 'a source without its slash', text: 'old /new', rules: [{ from: '/old' }] },
  {
    name: 'a rewrite names the path that answers',
    text: '/app/a /app.html 200',
    rules: [{ from: '/app/a', to: '/app.html' }],
  },
  {
    name: 'the fallback of an app, which Cloudflare drops as a loop',
    text: '/* /index.html 200',
    rules: [{ from: '/*', to: '/index.html', netlify }],
  },
  {
    name: 'a rewrite to another server',
    text: '/api/* https://api.example.com/:splat 200',
    rules: [{ from: '/api/*', netlify }],
  },
  {
    name: 'passing on, without a target',
    text: '/app/* 200',
    rules: [{ from: '/app/*', to: '/app/:splat' }],
  },
  {
    name: 'even where a file lies',
    text: '/a /b 301!',
    rules: [{ from: '/a', force: true, netlify }],
  },
  {
    name: 'a page for what is missing',
    text: '/en/* /en/404.html 404',
    rules: [{ from: '/en/*', netlify }],
  },
  {
    name: 'by query string',
    text: '/store id=:id /blog/:id 301',
    rules: [{ from: '/store', when: 'query', netlify }],
  },
  {
    name: 'by country, language and cookie',
    text: '/ /anz 302 Country=au,nz Language=en Cookie=old',
    rules: [{ from: '/', when: 'visitor', netlify }],
  },
  {
    name: 'of another host',
    text: 'https://old.example.com/* https://www.example.com/:splat 301!',
    rules: [{ from: 'https://old.example.com/*', force: true, netlify }],
  },
  { name: 'no target is unread', text: '/old\n/a /b', rules: [{ from: '/a' }], unread: [1] },
  { name: 'a comment in the place of a target', text: '/old # gone', rules: [], unread: [1] },
  { name: 'no status is unread', text: '/old /new 3O1\n/old /new 999', rules: [], unread: [1, 2] },
  { name: 'no condition is unread', text: '/old /new 301 soon', rules: [], unread: [1] },
])('$name', ({ text, rules, unread = [] }) => {
  const parsed = parseRedirects(text)
  expect(parsed).toEqual({
    rules: rules.map((rule) => ({ ...rule, does: expect.any(String) })),
    unread,
  })
})

const doesOf = (line: string) => parseRedirects(line).rules[0]?.does

test.for<readonly [what: string, one: string, other: string, isSame: boolean]>([
  ['spaces', '/a /b 301', '/a   /b\t301', true],
  ['the source', '/a /b 301', '/c /b 301', true],
  ['the source that the target repeats', '/a/* /b/:splat', '/c/* /b/:splat', false],
  ['the target', '/a /b 301', '/a /c 301', false],
  ['the status', '/a /b 301', '/a /b 302', false],
  ['its absence, as hosts differ in what is meant', '/a /b', '/a /b 301', false],
  ['a condition', '/a /b 302 Country=de', '/a /b 302 Country=fr', false],
  ['the query', '/a x=1 /b 301', '/a x=2 /b 301', false],
])('what a line does depends on %s as it should', ([, one, other, isSame]) => {
  expect(doesOf(one) === doesOf(other)).toBe(isSame)
})

test('any text is read, and what is unread is one of its lines', () => {
  const words = fc.constantFrom(
    '/a',
    '/*',
    '/:p',
    '301',
    '200!',
    'x=1',
    '#',
    '\n',
    ' ',
    'https://',
    'http://h',
    '\0',
    '\uD800',
    '%',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((some) => some.join(' ')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const { rules, unread } = parseRedirects(text)
      expect(rules.length + unread.length).toBeLessThanOrEqual(text.split('\n').length)
      for (const { from } of rules) expect(text).toContain(from.slice(1))
    }),
  )
}, 30_000)
