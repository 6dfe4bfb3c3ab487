import { expect, test } from 'vitest'
import { refuseCredentials, type Credentials, type Permission } from './credentials.ts'

const key = '0123456789abcdef0123456789abcdef01234'
const email = 'me@example.com'
const accepted: Credentials = { token: 'good-token', key, email }

interface Case {
  name: string
  headers: Record<string, string>
  accepted?: Credentials
  needed?: Permission
  /** Status, code, and the code of the chain; or that it passes. */
  refused: [status: number, code: number, chain?: number] | 'passes'
}

test.for<Case>([
  {
    name: 'the right token',
    headers: { Authorization: 'Bearer good-token' },
    accepted,
    refused: 'passes',
  },
  {
    name: 'the right key',
    headers: { 'X-Auth-Key': key, 'X-Auth-Email': email },
    accepted,
    refused: 'passes',
  },
  { name: 'any token', headers: { Authorization: 'Bearer any' }, refused: 'passes' },
  { name: 'nothing', headers: {}, refused: [400, 9106] },
  { name: 'a key without e-mail', headers: { 'X-Auth-Key': key }, refused: [400, 9106] },
  {
    name: 'both kinds',
    headers: { Authorization: 'Bearer any', 'X-Auth-Key': key, 'X-Auth-Email': email },
    refused: [400, 6003, 6103],
  },
  {
    name: 'a token and a stray e-mail',
    headers: { Authorization: 'Bearer any', 'X-Auth-Email': email },
    refused: [400, 6003, 6103],
  },
  {
    name: 'a token with a space',
    headers: { Authorization: 'Bearer a b' },
    refused: [400, 6003, 6111],
  },
  {
    name: 'no Bearer',
    headers: { Authorization: 'good-token' },
    accepted,
    refused: [400, 6003, 6111],
  },
  {
    name: 'a wrong token',
    headers: { Authorization: 'Bearer bad-token' },
    accepted,
    refused: [401, 10_000],
  },
  {
    name: 'a token as key',
    headers: { 'X-Auth-Key': 'good-token', 'X-Auth-Email': email },
    accepted,
    refused: [400, 6003, 6103],
  },
  {
    name: 'a wrong key',
    headers: { 'X-Auth-Key': key.replace('0', '1'), 'X-Auth-Email': email },
    accepted,
    refused: [400, 9106],
  },
  {
    name: 'a token that may not purge',
    headers: { Authorization: 'Bearer good-token' },
    accepted: { ...accepted, permissions: ['zone-read'] },
    refused: [403, 10_000],
  },
  {
    name: 'a token that may not read zones',
    headers: { Authorization: 'Bearer good-token' },
    accepted: { ...accepted, permissions: ['cache-purge'] },
    needed: 'zone-read',
    refused: [403, 9109],
  },
])('$name', ({ headers, accepted: credentials, needed = 'cache-purge', refused }) => {
  const answer = refuseCredentials(Object.entries(headers), credentials, needed)
  if (refused === 'passes') {
    expect(answer).toBeUndefined()
    return
  }
  const [status, code, chain] = refused
  const error = answer?.body.errors[0]
  expect([answer?.status, error?.code, error?.error_chain?.[0]?.code]).toEqual([
    status,
    code,
    chain,
  ])
  expect(JSON.stringify(answer)).not.toContain('good-token')
})
