import { refusal, type ApiAnswer, type ApiError } from './api-answer.ts'
import { headerValue, type HeaderLines } from './header-lines.ts'

/** What a token may do; the Global API key may do everything. */
export type Permission = 'cache-purge' | 'zone-read' | 'zone-versioning-read'

/** The credentials that the API accepts. */
export interface Credentials {
  readonly token?: string
  /** What the token may do. @default everything */
  readonly permissions?: readonly Permission[]
  readonly key?: string
  /** Goes with `key`. */
  readonly email?: string
}

/**
 * Checks the credentials of a request, and gives the refusal if there is one. Without `accepted`
 * any well-formed credentials pass, but none or two kinds at once never do.
 */
export function refuseCredentials(
  headers: HeaderLines,
  accepted: Credentials | undefined,
  needed: Permission,
): ApiAnswer | undefined {
  const authorization = headerValue(headers, 'authorization')
  const key = headerValue(headers, 'x-auth-key')
  const email = headerValue(headers, 'x-auth-email')

  if (authorization !== undefined && (key !== undefined || email !== undefined)) {
    return refusal(400, malformed(6103, 'X-Auth-Key or X-Auth-Email beside Authorization.'))
  }
  if (authorization !== undefined) return refuseToken(authorization, accepted, needed)
  if (key === undefined || email === undefined) {
    return refusal(400, {
      code: 9106,
      message: 'Missing X-Auth-Key, X-Auth-Email or Authorization headers.',
    })
  }
  return refuseKey(key, email, accepted)
}

function refuseToken(
  authorization: string,
  accepted: Credentials | undefined,
  needed: Permission,
): ApiAnswer | undefined {
  const token = /^Bearer ([\w.~+/-]+=*)$/.exec(authorization)?.[1]
  if (token === undefined) {
    return refusal(400, malformed(6111, 'Invalid format for Authorization header.'))
  }
  if (accepted === undefined) return undefined
  if (token !== accepted.token) {
    return refusal(401, { code: 10_000, message: 'Authentication error.' })
  }
  const permissions = accepted.permissions
  if (permissions === undefined || permissions.includes(needed)) return undefined
  return needed === 'zone-read'
    ? refusal(403, { code: 9109, message: 'Unauthorized to access requested resource.' })
    : refusal(403, { code: 10_000, message: 'Authentication error.' })
}

function refuseKey(
  key: string,
  email: string,
  accepted: Credentials | undefined,
): ApiAnswer | undefined {
  if (accepted === undefined || (key === accepted.key && email === accepted.email)) return undefined
  // A key is hexadecimal; what people put there by mistake is an API token.
  if (key !== accepted.key && !/^[\da-f]{32,}$/.test(key)) {
    return refusal(400, malformed(6103, 'Invalid format for X-Auth-Key header.'))
  }
  return refusal(400, { code: 9106, message: 'Authentication failed.' })
}

function malformed(code: number, message: string): ApiError {
  return { code: 6003, message: 'Invalid request headers.', error_chain: [{ code, message }] }
}
