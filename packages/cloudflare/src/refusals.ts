import { PurgeError, type PurgeErrorCode } from '@cdn-purge/core'
import { SAFE_ITEMS } from './limits.ts'

/**
 * Codes for more items than a request may have, which some zones answer below the published limits.
 *
 * @see https://github.com/cloudflare/cloudflare-docs/issues/21338
 */
const TOO_MANY_CODES: readonly number[] = [1094, 1101, 1111]

/** Codes for a target that cannot be purged: URLs in the zone that are none, or of another zone; tags and hosts of no valid form. */
const TARGET_CODES: readonly number[] = [1015, 1016, 1017, 1082, 1084, 1100, 1114, 1115]

/** Says by its code whose fault a refusal is, where it is the batch's: too many targets, or one of them. */
export function toRefusal(error: PurgeError): PurgeError {
  const codes = error.details['codes']
  const has = (known: readonly number[]) =>
    Array.isArray(codes) && known.some((code) => codes.includes(code))
  if (error.code === 'bad-request') {
    return isAboutTargets(error) ? withCode(error, 'target-refused') : error
  }
  if (error.code !== 'api-refused') return error
  if (has(TOO_MANY_CODES)) return withCode(error, 'too-many-targets', { takes: SAFE_ITEMS })
  // Of this fault no code is known.
  const isInvalid = /is an invalid url/i.test(error.message)
  return isInvalid || has(TARGET_CODES) ? withCode(error, 'target-refused') : error
}

/** True where what was found before anything was sent is wrong with single targets only: `` `files[3]`, … ``. */
function isAboutTargets({ details }: PurgeError): boolean {
  const problems: unknown = details['problems']
  return Array.isArray(problems) && problems.every((one) => /^`\w+\[\d+\]`/.test(String(one)))
}

function withCode(
  error: PurgeError,
  code: PurgeErrorCode,
  more: Readonly<Record<string, unknown>> = {},
): PurgeError {
  return new PurgeError(code, error.message, {
    ...(error.hint !== undefined && { hint: error.hint }),
    cause: error,
    details: { ...error.details, ...more },
  })
}
