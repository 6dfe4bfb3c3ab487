import { PurgeError } from '@cdn-purge/core'

export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

const ID = 'AWS_ACCESS_KEY_ID'
const SECRET = 'AWS_SECRET_ACCESS_KEY'
const SESSION = 'AWS_SESSION_TOKEN'

/**
 * Reads the keys of an S3 or R2 account from the variables that every AWS tool reads.
 *
 * @throws {PurgeError} `bad-credentials` where one is missing or could only be sent damaged; values are never shown.
 */
export function readS3Credentials(
  env: Readonly<Record<string, string | undefined>>,
): S3Credentials {
  const [accessKeyId, secretAccessKey, sessionToken] = [ID, SECRET, SESSION].map((name) => {
    const value = env[name] ?? ''
    if (value === '' || /^[\x21-\x7e]+$/.test(value)) return value
    throw new PurgeError(
      'bad-credentials',
      `\`${name}\` holds white space, or a character that no header can carry.`,
      {
        hint: 'Set it again to the bare value, with nothing before or after it.',
      },
    )
  })
  if (!accessKeyId || !secretAccessKey) {
    const missing = [accessKeyId ? [] : [ID], secretAccessKey ? [] : [SECRET]].flat()
    const [verb, them] = missing.length === 1 ? ['is', 'it'] : ['are', 'them']
    const names = missing.map((name) => `\`${name}\``).join(' and ')
    throw new PurgeError(
      'bad-credentials',
      `The ledger is in a bucket, but ${names} ${verb} not set.`,
      {
        hint: `Set ${them} in the environment, or set \`ledger\` to another place.`,
      },
    )
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
}
