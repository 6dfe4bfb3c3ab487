import { checkKey, keyToNames, namesToKey, type PurgeError, type Store } from '@cdn-purge/core'
import { loadOptional } from './optional-package.ts'
import { resolveS3Address } from './s3-address.ts'
import { readPage, readRefusal } from './s3-answers.ts'
import { createS3Client, type S3Answer, type S3Client, type S3ClientOptions } from './s3-client.ts'
import { readS3Credentials, type S3Credentials } from './s3-credentials.ts'
import { storeError, type Attempt } from './store-error.ts'
import type { S3Place } from './store-place.ts'

export type S3StoreOptions = Pick<S3ClientOptions, 'maxRetries' | 'timeoutMs' | 'sleep' | 'random'>

/**
 * Opens a store in a bucket of S3, R2, or of a server that speaks like them. Objects are named as the files of the folder store, so
 * a folder can be copied into a bucket and back. Nothing is sent yet.
 *
 * @throws {PurgeError} `bad-credentials`, or `bad-option` where `aws4fetch` is not installed or no server is known.
 */
export async function openS3Store(
  place: S3Place,
  env: Readonly<Record<string, string | undefined>>,
  options: S3StoreOptions = {},
): Promise<Store> {
  const address = resolveS3Address(place, env)
  const credentials = readS3Credentials(env)
  const { AwsV4Signer } = await loadOptional(
    () => import('aws4fetch'),
    `A ledger in ${place.service === 'r2' ? 'R2' : 'S3'}`,
  )
  const send = createS3Client({ ...options, address, credentials, Signer: AwsV4Signer })
  const { prefix, where } = address
  const objectOf = (key: string) => prefix + keyToNames(checkKey(key)).join('/')
  const failure = (attempt: Attempt, answer: S3Answer) =>
    refused(attempt, where, answer, credentials)

  return {
    async get(key) {
      const answer = await send({ method: 'GET', key: objectOf(key) })
      if (answer.kind === 'answer') {
        if (answer.status === 200) return answer.body
        if (answer.status === 404 && refusalOf(answer).code === 'NoSuchKey') return undefined
      }
      throw failure({ kind: 'get', key }, answer)
    },

    async put(key, value) {
      const answer = await send({ method: 'PUT', key: objectOf(key), body: value.slice() })
      if (answer.kind !== 'answer' || answer.status !== 200) {
        throw failure({ kind: 'put', key }, answer)
      }
    },

    async list(wanted) {
      // Only what stands before the last slash is a whole name.
      const folders = keyToNames(wanted.slice(0, wanted.lastIndexOf('/') + 1)).slice(0, -1)
      const below = prefix + folders.map((name) => `${name}/`).join('')
      const objects = await listObjects(send, below, (answer, why) =>
        why === undefined
          ? failure({ kind: 'list', prefix: wanted }, answer)
          : storeError({ kind: 'list', prefix: wanted }, where, { why }),
      )
      const keys = objects.flatMap((object) =>
        object.startsWith(prefix) ? (namesToKey(object.slice(prefix.length).split('/')) ?? []) : [],
      )
      return [...new Set(keys)].filter((key) => key.startsWith(wanted))
    },

    async delete(key) {
      const answer = await send({ method: 'DELETE', key: objectOf(key) })
      if (answer.kind === 'answer') {
        if (answer.status === 204 || answer.status === 200) return
        if (answer.status === 404 && refusalOf(answer).code === 'NoSuchKey') return
      }
      throw failure({ kind: 'delete', key }, answer)
    },
  }
}

/** Lists the objects below a prefix, page by page until the server says that this was the last one. */
async function listObjects(
  send: S3Client,
  prefix: string,
  failure: (answer: S3Answer, why?: string) => PurgeError,
): Promise<string[]> {
  const objects: string[] = []
  const asked = new Set<string>()
  let token: string | undefined
  do {
    const query = {
      'list-type': '2',
      ...(prefix !== '' && { prefix }),
      ...(token !== undefined && { 'continuation-token': token }),
    }
    const answer = await send({ method: 'GET', key: '', query })
    if (answer.kind !== 'answer' || answer.status !== 200) throw failure(answer)
    const page = readPage(new TextDecoder().decode(answer.body))
    if (page.kind === 'unreadable') {
      throw failure(answer, `the answer cannot be understood: ${page.why}`)
    }
    objects.push(...page.keys)
    token = page.next
    if (token !== undefined) {
      if (asked.has(token)) throw failure(answer, 'the server gives the same page over and over')
      asked.add(token)
    }
  } while (token !== undefined)
  return objects
}

function refusalOf(answer: Extract<S3Answer, { kind: 'answer' }>) {
  return readRefusal(new TextDecoder().decode(answer.body))
}

function refused(
  attempt: Attempt,
  where: string,
  answer: S3Answer,
  { secretAccessKey, sessionToken = secretAccessKey }: S3Credentials,
): PurgeError {
  if (answer.kind === 'no-answer') {
    return storeError(attempt, where, { why: answer.why, hint: RUN_AGAIN })
  }
  const { code, message, region } = refusalOf(answer)
  const said = code === undefined ? '' : ` ${code}${message === undefined ? '' : `: ${message}`}`
  // No server should repeat what it was not sent; should one, it is not passed on.
  const why = [secretAccessKey, sessionToken].reduce(
    (text, secret) => text.replaceAll(secret, '***'),
    `the server answered ${answer.status}${said}`,
  )
  const bucketRegion = region ?? String(answer.headers['x-amz-bucket-region'] ?? '')
  return storeError(attempt, where, { why, hint: hintFor(code, answer.status, bucketRegion) })
}

function hintFor(code: string | undefined, status: number, region: string): string | undefined {
  if (WRONG_REGION.has(code ?? '') || status === 301) {
    const which = /^[a-z0-9-]+$/.test(region) ? `, "${region}"` : ''
    return `Set \`AWS_REGION\` to the region of the bucket${which}.`
  }
  if (code !== undefined && HINTS.has(code)) return HINTS.get(code)
  if (status >= 500) return RUN_AGAIN
  return code === undefined ? 'That is not how S3 answers. Look at the `endpoint`.' : undefined
}

const RUN_AGAIN = 'Running it again is safe.'
const WRONG_REGION: ReadonlySet<string> = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
])
const PERMISSIONS =
  'These keys need s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it.'
const CHECK_KEYS = 'Look at `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.'

const HINTS: ReadonlyMap<string, string> = new Map([
  ['NoSuchBucket', 'Create the bucket, or correct its name in `ledger`.'],
  ['AccessDenied', PERMISSIONS],
  ['AllAccessDisabled', PERMISSIONS],
  ['InvalidAccessKeyId', CHECK_KEYS],
  ['SignatureDoesNotMatch', CHECK_KEYS],
  ['Unauthorized', CHECK_KEYS],
  ['InvalidToken', CHECK_KEYS],
  ['ExpiredToken', 'The session of these keys is over. Get new ones and run it again.'],
  ['RequestTimeTooSkewed', 'The clock of this machine is wrong by more than 15 minutes.'],
])
