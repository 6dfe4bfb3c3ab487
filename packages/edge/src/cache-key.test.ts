import { expect, test } from 'vitest'
import { cacheKey, DEFAULT_KEY_RULES, type KeyRules } from './cache-key.ts'

interface Case {
  name: string
  one: [path: string, query: string, headers?: Record<string, string>]
  other: [path: string, query: string, headers?: Record<string, string>]
  rules?: Partial<KeyRules>
  same: boolean
}

const device = { keyHeaders: ['cf-device-type'] }

test.for<Case>([
  { name: 'query strings tell apart', one: ['/a.js', ''], other: ['/a.js', '?v=1'], same: false },
  { name: 'paths are case-sensitive', one: ['/a.js', ''], other: ['/A.js', ''], same: false },
  { name: 'a slash tells apart', one: ['/a', ''], other: ['/a/', ''], same: false },
  {
    name: 'Origin tells apart',
    one: ['/a.js', ''],
    other: ['/a.js', '', { origin: 'https://b' }],
    same: false,
  },
  {
    name: 'a forwarded host tells apart',
    one: ['/a.js', ''],
    other: ['/a.js', '', { 'x-forwarded-host': 'b' }],
    same: false,
  },
  {
    name: 'a usual forwarded scheme does not',
    one: ['/a.js', ''],
    other: ['/a.js', '', { 'x-forwarded-scheme': 'https' }],
    same: true,
  },
  {
    name: 'an unusual one does',
    one: ['/a.js', ''],
    other: ['/a.js', '', { 'x-forwarded-scheme': 'ws' }],
    same: false,
  },
  {
    name: 'other headers do not',
    one: ['/a.js', ''],
    other: ['/a.js', '', { 'cf-device-type': 'mobile' }],
    same: true,
  },
  {
    name: 'unless a rule says so',
    one: ['/a.js', ''],
    other: ['/a.js', '', { 'cf-device-type': 'mobile' }],
    rules: device,
    same: false,
  },
  {
    name: 'an empty header is a missing one',
    one: ['/a.js', ''],
    other: ['/a.js', '', { 'cf-device-type': '' }],
    rules: device,
    same: true,
  },
  {
    name: 'Origin can be left out',
    one: ['/a.js', ''],
    other: ['/a.js', '', { origin: 'https://b' }],
    rules: { originInKey: false },
    same: true,
  },
  {
    name: 'the query can be ignored',
    one: ['/a.js', ''],
    other: ['/a.js', '?v=1'],
    rules: { ignoreQueryString: true },
    same: true,
  },
  {
    name: 'but only for static extensions',
    one: ['/a', ''],
    other: ['/a', '?v=1'],
    rules: { ignoreQueryString: true },
    same: false,
  },
])('$name', ({ one, other, rules = {}, same }) => {
  const [first, second] = [one, other].map(([path, query, headers = {}]) => {
    const values = new Map(Object.entries(headers))
    const url = { host: 'h', path, query }
    return cacheKey(url, (name) => values.get(name), { ...DEFAULT_KEY_RULES, ...rules }).id
  })
  expect(first === second).toBe(same)
})
