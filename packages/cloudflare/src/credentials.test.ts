import { inspect } from 'node:util'
import { PurgeError } from '@cdn-purge/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkCredentials, hasCredentials, readCredentials } from './credentials.ts'

const TOKEN = 'CLOUDFLARE_API_TOKEN'
const KEY = 'CLOUDFLARE_API_KEY'
const EMAIL = 'CLOUDFLARE_EMAIL'

test.for<{ name: string; env: Record<string, string>; kind: 'token' | 'key' }>([
  { name: 'a token', env: { [TOKEN]: 't' }, kind: 'token' },
  { name: 'a token beside empty variables', env: { [TOKEN]: 't', [KEY]: '' }, kind: 'token' },
  { name: 'a token beside an e-mail', env: { [TOKEN]: 't', [EMAIL]: 'a@b.c' }, kind: 'token' },
  { name: 'a key with its e-mail', env: { [KEY]: 'k', [EMAIL]: 'a@b.c' }, kind: 'key' },
])('$name is one way to authenticate', ({ env, kind }) => {
  expect(readCredentials(env).kind).toBe(kind)
  expect(hasCredentials(env)).toBe(true)
})

test.for<{ name: string; env: Record<string, string>; says: RegExp }>([
  { name: 'none', env: {}, says: /^No Cloudflare credentials/ },
  { name: 'only empty ones', env: { [TOKEN]: '', [KEY]: '' }, says: /^No Cloudflare credentials/ },
  { name: 'both', env: { [TOKEN]: 't', [KEY]: 'k', [EMAIL]: 'a@b.c' }, says: /^Both/ },
  { name: 'a token and half a pair', env: { [TOKEN]: 't', [KEY]: 'k' }, says: /^Both/ },
  { name: 'a key alone', env: { [KEY]: 'k' }, says: /`CLOUDFLARE_EMAIL` is not/ },
  { name: 'an e-mail alone', env: { [EMAIL]: 'a@b.c' }, says: /`CLOUDFLARE_API_KEY` is not/ },
  { name: 'a line break', env: { [TOKEN]: 'planted\n' }, says: /holds a line break/ },
  { name: 'a space', env: { [TOKEN]: 'Bearer planted' }, says: /holds white space/ },
  { name: 'a quote', env: { [TOKEN]: '"planted"' }, says: /holds a quotation mark/ },
  { name: 'a letter beyond ASCII', env: { [TOKEN]: 'plantedé' }, says: /no header can carry/ },
  {
    name: 'a damaged key',
    env: { [KEY]: 'planted ', [EMAIL]: 'a@b.c' },
    says: /CLOUDFLARE_API_KEY/,
  },
])('$name: refused without being shown', ({ env, says }) => {
  const error = thrown(() => readCredentials(env))
  expect(error.code).toBe('bad-credentials')
  expect(error.message).toMatch(says)
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('planted')
})

test('without any variable there are no credentials', () => {
  expect(hasCredentials({ [TOKEN]: '' })).toBe(false)
  expect(hasCredentials({ [EMAIL]: 'a@b.c' })).toBe(true)
})

test('what prints the credentials does not print the secret', () => {
  for (const env of [{ [TOKEN]: 'planted' }, { [KEY]: 'planted', [EMAIL]: 'a@b.c' }]) {
    const credentials = readCredentials(env)
    expect(inspect(credentials) + JSON.stringify(credentials)).not.toContain('planted')
  }
  expect(readCredentials({ [TOKEN]: 'planted' })).toHaveProperty('token', 'planted')
})

test('no refused value is part of what is said', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0x2fff), { minLength: 30 }), (units) => {
      const token = String.fromCharCode(...units)
      const message = messageOf(() => checkCredentials({ kind: 'token', token }))
      if (message !== undefined) expect(message).not.toContain(token)
    }),
  )
})

function thrown(act: () => unknown): PurgeError {
  try {
    act()
  } catch (error) {
    if (error instanceof PurgeError) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}

function messageOf(act: () => void): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    return error instanceof PurgeError ? `${error.message} ${error.hint}` : inspect(error)
  }
}
