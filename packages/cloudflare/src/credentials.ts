import { PurgeError } from '@cdn-purge/core'

/** One of the two ways to authenticate; the secret is not enumerable where `readCredentials` made it. */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'key'; readonly email: string; readonly key: string }

type Environment = Readonly<Record<string, string | undefined>>

const TOKEN = 'CLOUDFLARE_API_TOKEN'
const KEY = 'CLOUDFLARE_API_KEY'
const EMAIL = 'CLOUDFLARE_EMAIL'

const HOW_TO_SET = `Set \`${TOKEN}\` to an API token with the "Cache Purge" permission for the zone.`

/** True when any of the variables has a value, complete or not. */
export function hasCredentials(env: Environment): boolean {
  return [TOKEN, KEY, EMAIL].some((name) => (env[name] ?? '') !== '')
}

/**
 * Reads the one way to authenticate: `CLOUDFLARE_API_TOKEN`, or `CLOUDFLARE_API_KEY` with `CLOUDFLARE_EMAIL`. An empty
 * variable counts as none, and an e-mail beside a token is left alone: by itself it authenticates nothing.
 *
 * @throws {PurgeError} `bad-credentials` for none, both, half of a pair, or a value of the wrong form.
 */
export function readCredentials(env: Environment): Credentials {
  const [token, key, email] = [env[TOKEN] ?? '', env[KEY] ?? '', env[EMAIL] ?? '']
  if (token !== '' && key !== '') {
    throw new PurgeError('bad-credentials', `Both \`${TOKEN}\` and \`${KEY}\` are set.`, {
      hint: `Unset \`${KEY}\` and \`${EMAIL}\`: a request is authenticated in one way only.`,
    })
  }
  if (token !== '') return checked({ kind: 'token', token })
  if (key !== '' && email !== '') return checked({ kind: 'key', email, key })
  if (key !== '' || email !== '') {
    const [set, unset] = key === '' ? [EMAIL, KEY] : [KEY, EMAIL]
    throw new PurgeError('bad-credentials', `\`${set}\` is set, but \`${unset}\` is not.`, {
      hint: `Set both, or only \`${TOKEN}\`.`,
    })
  }
  throw new PurgeError('bad-credentials', 'No Cloudflare credentials are set.', {
    hint: HOW_TO_SET,
  })
}

/**
 * Refuses credentials that could only be sent damaged; the message names the fault, never the value.
 *
 * @throws {PurgeError} `bad-credentials`
 */
export function checkCredentials(credentials: Credentials): void {
  const values =
    credentials.kind === 'token'
      ? [{ name: TOKEN, value: credentials.token }]
      : [
          { name: KEY, value: credentials.key },
          { name: EMAIL, value: credentials.email },
        ]
  for (const { name, value } of values) {
    const fault = faultOf(value)
    if (fault === undefined) continue
    throw new PurgeError('bad-credentials', `\`${name}\` ${fault}.`, {
      hint: 'Set it again to the bare value, with nothing before or after it.',
    })
  }
}

/** The request headers that authenticate in this way, and in no other. */
export function authenticationHeaders(credentials: Credentials): Record<string, string> {
  return credentials.kind === 'token'
    ? { authorization: `Bearer ${credentials.token}` }
    : { 'x-auth-email': credentials.email, 'x-auth-key': credentials.key }
}

/** What must never be shown. */
export function secretsOf(credentials: Credentials): string[] {
  return credentials.kind === 'token' ? [credentials.token] : [credentials.key, credentials.email]
}

function checked(credentials: Credentials): Credentials {
  checkCredentials(credentials)
  // Whatever prints the object, a logger or an inspector, does not print the secret.
  const hidden = credentials.kind === 'token' ? ['token'] : ['key', 'email']
  for (const name of hidden) Object.defineProperty(credentials, name, { enumerable: false })
  return Object.freeze(credentials)
}

function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return 'is empty'
  if (/[\r\n]/.test(value)) return 'holds a line break'
  if (/\s/.test(value)) return 'holds white space'
  if (/["'`]/.test(value)) return 'holds a quotation mark'
  if (!/^[\x21-\x7e]+$/.test(value)) return 'holds a character that no header can carry'
  return undefined
}
