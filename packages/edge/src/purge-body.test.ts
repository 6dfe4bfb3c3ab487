import { expect, test } from 'vitest'
import { parsePurgeBody, type BodyRules } from './purge-body.ts'

const rules: BodyRules = {
  maxFiles: 100,
  maxItems: 100,
  mixedKeys: false,
  mixedFiles: false,
  normalizeUrls: true,
  isInZone: (host) => host === 'example.com' || host.endsWith('.example.com'),
}
const url = 'https://www.example.com/a.css'
const times = (count: number, item: string): string[] => Array.from({ length: count }, () => item)

interface Refused {
  name: string
  body: unknown
  code: number
  rules?: Partial<BodyRules>
}

test.for<Refused>([
  { name: 'nothing', body: undefined, code: 1012 },
  { name: 'a list', body: [], code: 1012 },
  { name: 'no field', body: {}, code: 1012 },
  { name: 'an unknown field', body: { urls: [url] }, code: 1012 },
  { name: 'an empty list', body: { files: [] }, code: 1012 },
  { name: 'everything and more', body: { purge_everything: true, tags: ['a'] }, code: 1092 },
  { name: 'everything: false', body: { purge_everything: false }, code: 1013 },
  { name: 'everything: "true"', body: { purge_everything: 'true' }, code: 1013 },
  { name: 'no list', body: { files: url }, code: 1014 },
  { name: 'null for a list', body: { tags: null }, code: 1014 },
  { name: 'an object for a list', body: { tags: {} }, code: 1014 },
  { name: 'mixed keys', body: { tags: ['a'], hosts: ['www.example.com'] }, code: 1092 },
  {
    name: 'files and keys',
    body: { tags: ['a'], files: [url] },
    code: 1092,
    rules: { mixedKeys: true },
  },
  { name: 'too many files', body: { files: times(101, url) }, code: 1094 },
  {
    name: 'more than 30 files',
    body: { files: times(31, url) },
    code: 1094,
    rules: { maxFiles: 30 },
  },
  { name: 'too many tags', body: { tags: times(101, 'a') }, code: 1101 },
  { name: 'too many hosts', body: { hosts: times(101, 'example.com') }, code: 1111 },
  { name: 'too many prefixes', body: { prefixes: times(101, 'example.com/a') }, code: 1094 },
  { name: 'a relative URL', body: { files: ['/a.css'] }, code: 1015 },
  { name: 'a URL without scheme', body: { files: ['www.example.com/a.css'] }, code: 1015 },
  { name: 'a number for a URL', body: { files: [1] }, code: 1015 },
  { name: 'headers that are null', body: { files: [{ url, headers: null }] }, code: 1015 },
  {
    name: 'a header that is null',
    body: { files: [{ url, headers: { Origin: null } }] },
    code: 1015,
  },
  { name: 'a URL of another zone', body: { files: ['https://www.example.org/a.css'] }, code: 1082 },
  { name: 'a host of another zone', body: { hosts: ['notexample.com'] }, code: 1082 },
  { name: 'a prefix of another zone', body: { prefixes: ['example.org/a'] }, code: 1082 },
  { name: 'a host with a path', body: { hosts: ['www.example.com/a'] }, code: 1115 },
  { name: 'a host with a scheme', body: { hosts: ['https://www.example.com'] }, code: 1115 },
  { name: 'a long host', body: { hosts: [`${'a'.repeat(190)}.example.com`] }, code: 1114 },
  { name: 'a long tag', body: { tags: ['a'.repeat(1025)] }, code: 1100 },
  { name: 'a prefix with a scheme', body: { prefixes: ['https://www.example.com/a'] }, code: 1015 },
  { name: 'a prefix with a query', body: { prefixes: ['www.example.com/a?b'] }, code: 1015 },
  { name: 'a prefix with a fragment', body: { prefixes: ['www.example.com/a#b'] }, code: 1015 },
  { name: 'a deep prefix', body: { prefixes: [`www.example.com${'/a'.repeat(32)}`] }, code: 1015 },
])('$name is refused with $code', ({ body, code, rules: other }) => {
  expect(parsePurgeBody(body, { ...rules, ...other })).toMatchObject({ code })
})

interface Accepted {
  name: string
  body: unknown
  rules?: Partial<BodyRules>
}

test.for<Accepted>([
  { name: 'everything', body: { purge_everything: true } },
  { name: '100 files', body: { files: times(100, url) } },
  { name: 'strings and objects', body: { files: [url, { url }, { url, headers: {} }] } },
  { name: 'an empty list beside a full one', body: { files: [url], tags: [] } },
  { name: 'a host alone as prefix', body: { prefixes: ['www.example.com'] } },
  { name: 'a prefix of 31 separators', body: { prefixes: [`www.example.com${'/a'.repeat(31)}`] } },
  { name: 'a long tag', body: { tags: ['a'.repeat(1024)] } },
  { name: 'mixed keys', body: { tags: ['a'], hosts: ['example.com'] }, rules: { mixedKeys: true } },
  { name: 'files and keys', body: { tags: ['a'], files: [url] }, rules: { mixedFiles: true } },
])('$name passes', ({ body, rules: other }) => {
  expect(parsePurgeBody(body, { ...rules, ...other })).not.toHaveProperty('code')
})

test('an error names the item', () => {
  const error = parsePurgeBody({ files: [url, '/b'] }, rules)
  expect(error).toMatchObject({ source: { pointer: '/files/1' } })
})
