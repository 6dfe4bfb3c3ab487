import type { Target } from '@cdn-purge/cloudflare'
import { expect, test } from 'vitest'
import { optionsWith } from '../../test/options.ts'
import { unreachedEnvironment } from './reach.ts'

function targetWith(environment: Target['environment']): Target {
  return {
    zone: { id: 'z', name: 'example.com', plan: 'enterprise' },
    environment,
    notes: [],
  }
}

const STAGING = { kind: 'environment', id: 'e1', name: 'Staging' } as const

interface Case {
  readonly name: string
  readonly environment: Target['environment']
  readonly written: Readonly<Record<string, unknown>>
  readonly reached: boolean
}

test.for<Case>([
  { name: 'production', environment: { kind: 'production' }, written: {}, reached: true },
  { name: 'staging without a word', environment: STAGING, written: {}, reached: false },
  {
    name: 'staging by address',
    environment: STAGING,
    written: { access: { address: '203.0.113.7' } },
    reached: true,
  },
  {
    name: 'an environment by cookie',
    environment: STAGING,
    written: { access: { cookie: 'development=true' } },
    reached: true,
  },
  {
    name: 'an environment by header',
    environment: STAGING,
    written: { access: { headers: { 'x-env': 'staging' } } },
    reached: true,
  },
  {
    name: 'no header at all',
    environment: STAGING,
    written: { access: { headers: {} } },
    reached: false,
  },
  {
    name: 'an environment whose rule names the host',
    environment: { ...STAGING, expression: '(http.host eq "www.example.com")' },
    written: {},
    reached: true,
  },
  {
    name: 'one whose rule names one of two hosts',
    environment: { ...STAGING, expression: '(http.host eq "www.example.com")' },
    written: { site: ['https://www.example.com', 'https://cdn.example.com'] },
    reached: false,
  },
  {
    name: 'one whose rule names a longer host',
    environment: { ...STAGING, expression: '(http.host eq "staging.www.example.com")' },
    written: {},
    reached: false,
  },
])('questions reach $name: $reached', ({ environment, written, reached }) => {
  const why = unreachedEnvironment(optionsWith(written), targetWith(environment))
  expect(why === undefined).toBe(reached)
  if (!reached) expect(why).toContain('"Staging" is not known; name it with `access`')
})
