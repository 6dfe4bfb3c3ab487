import { expect, test } from 'vitest'
import { createMask } from './mask.ts'

const SECRET = 'planted/secret-0123'
const ENCODED = encodeURIComponent(SECRET)

test.for([
  { env: { AWS_SECRET_ACCESS_KEY: SECRET }, said: SECRET },
  { env: { AWS_SESSION_TOKEN: SECRET }, said: SECRET },
  { env: { CLOUDFLARE_API_TOKEN: `${SECRET}\n` }, said: SECRET },
  { env: { ANY_URL: `redis://:${ENCODED}@host:6379/0` }, said: SECRET },
  { env: { ANY_URL: `rediss://user:${ENCODED}@host` }, said: ENCODED },
])('of $env nothing is said', ({ env, said }) => {
  expect(createMask(env)(`It said ${said}.`)).toBe('It said ***.')
})

test('what is no secret is left', () => {
  const env = {
    AWS_REGION: 'eu-west-1-region',
    HOME: '/home/someone-somewhere',
    URL: 'https://a@b',
  }
  const text = Object.values(env).join(' ')
  expect(createMask(env)(text)).toBe(text)
})
