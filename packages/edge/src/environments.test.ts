import { expect, test } from 'vitest'
import { resolveEnvironments, selectEnvironment } from './environments.ts'

const environments = resolveEnvironments([
  { name: 'Staging', select: { by: 'address' } },
  { name: 'Development', select: { by: 'cookie', cookie: 'development=true' } },
  { name: 'QA', ref: 'ab12', select: { by: 'host', host: 'QA.example.com' } },
])

interface Case {
  name: string
  address?: string
  host?: string
  cookie?: string
  environment: string
}

test.for<Case>([
  { name: 'nothing special', environment: 'Production' },
  { name: 'an address', address: 'Staging', environment: 'Staging' },
  { name: 'a cookie', cookie: 'a=1; development=true', environment: 'Development' },
  { name: 'another cookie', cookie: 'xdevelopment=true', environment: 'Production' },
  {
    name: 'a cookie on an address',
    address: 'Staging',
    cookie: 'development=true',
    environment: 'Development',
  },
  { name: 'a host', host: 'qa.example.com', environment: 'QA' },
])('$name selects $environment', ({ address, host, cookie, environment }) => {
  const selected = selectEnvironment(environments, {
    address: address ?? 'Production',
    host: host ?? 'www.example.com',
    headers: cookie === undefined ? [] : [['Cookie', cookie]],
  })
  expect(selected.name).toBe(environment)
})

test('refs are kept, or derived from the name', () => {
  expect(environments.map(({ name }) => name)).toEqual([
    'Production',
    'Staging',
    'Development',
    'QA',
  ])
  expect(environments[3]?.ref).toBe('ab12')
  expect(environments[1]?.ref).toMatch(/^[\da-f]{32}$/)
  expect(new Set(environments.map(({ ref }) => ref)).size).toBe(4)
})

test('names and refs are unique, and Production is given', () => {
  const select = { by: 'address' } as const
  expect(() => resolveEnvironments([{ name: 'Production', select }])).toThrow('always exists')
  expect(() =>
    resolveEnvironments([
      { name: 'A', select },
      { name: 'A', select },
    ]),
  ).toThrow('the name "A" twice')
  expect(() =>
    resolveEnvironments([
      { name: 'A', ref: '1', select },
      { name: 'B', ref: '1', select },
    ]),
  ).toThrow('the ref "1" twice')
})
