import { inspect } from 'node:util'
import type { Store } from '@cdn-purge/core'
import { afterAll, expect, test } from 'vitest'
import { openS3Store, type S3StoreOptions } from '../../packages/cdn-purge/src/stores/s3.ts'
import { openStore } from '../../packages/cdn-purge/src/stores/open-store.ts'
import { readStorePlace } from '../../packages/cdn-purge/src/stores/store-place.ts'
import { S3_ENV, startS3, type S3Fault } from './s3-server.ts'
import { signatureProblem } from './s3-signature.ts'
import { testStore } from './store.ts'

const server = await startS3(['bucket', 'whole.bucket'])
afterAll(() => server.stop())

let places = 0

/** An address that nothing was written to. */
function newPlace(): string {
  places += 1
  return `s3://bucket/place ${places}/it's (odd)+~&?endpoint=${server.url}`
}

testStore('S3', () => openStore(newPlace(), S3_ENV))

test('a whole bucket is a store as well, its server named by the environment', async () => {
  const env = { ...S3_ENV, AWS_ENDPOINT_URL_S3: server.url }
  const store = openStore('s3://whole.bucket', env)
  await store.put('a b/c', bytes('x'))
  await store.put('d', bytes('y'))
  expect((await store.list('')).toSorted()).toEqual(['a b/c', 'd'])
  expect(await openStore('s3://whole.bucket/a%20b+', env).list('')).toEqual(['c'])
})

test('R2 is the same, with another server', async () => {
  const store = openStore(`r2://bucket/r2?endpoint=${server.url}`, S3_ENV)
  await store.put('a/b', bytes('x'))
  expect(await store.get('a/b')).toEqual(bytes('x'))
  expect(await store.list('a/')).toEqual(['a/b'])
})

test('2,500 keys come in three pages, and those of the neighbours do not', async () => {
  const store = openStore(`s3://bucket/many?endpoint=${server.url}`, S3_ENV)
  const numbers = Array.from({ length: 2500 }, (_, index) => String(index))
  await server.seed('bucket', 'many/records+', numbers)
  const keys = numbers.map((number) => `records/${number}`)
  await store.put('recordsandmore', bytes('x'))
  const before = server.requests.length
  expect((await store.list('records/')).toSorted()).toEqual(keys.toSorted())
  const asked = server.requests.slice(before)
  expect(asked).toHaveLength(3)
  expect(asked.filter((line) => line.includes('continuation-token='))).toHaveLength(2)
})

/** What AWS publishes to check an implementation with. */
const PUBLISHED = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

test.for([
  {
    url: '/test.txt',
    headers: { range: 'bytes=0-9' },
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    url: '/?max-keys=2&prefix=J',
    headers: {},
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
])(
  'the judge of signatures agrees with the published example $url',
  ({ url, headers, signature }) => {
    const all = {
      host: 'examplebucket.s3.amazonaws.com',
      ...headers,
      'x-amz-content-sha256': EMPTY,
      'x-amz-date': '20130524T000000Z',
    }
    const names = Object.keys(all).join(';')
    const problem = (url2: string) => {
      const authorization = `AWS4-HMAC-SHA256 Credential=${PUBLISHED.accessKeyId}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${names},Signature=${signature}`
      const request = { method: 'GET', url: url2, headers: { ...all, authorization } }
      return signatureProblem(request, new Uint8Array(), PUBLISHED)
    }
    expect(problem(url)).toBeUndefined()
    expect(problem(`${url}x`)).toBe('the signature is another one')
  },
)

interface FaultCase {
  readonly name: string
  readonly faults: readonly S3Fault[]
}

const SLOW_DOWN = '<Error><Code>SlowDown</Code><Message>Please reduce your rate.</Message></Error>'

const HEALED: readonly FaultCase[] = [
  { name: '500 once', faults: [{ kind: 'answer', status: 500, body: 'no XML at all' }] },
  { name: '503 twice', faults: twice({ kind: 'answer', status: 503, body: SLOW_DOWN }) },
  { name: 'a connection that is cut', faults: [{ kind: 'cut' }] },
  { name: 'a connection that is cut after the work', faults: twice({ kind: 'cut-after' }) },
  { name: 'half an answer', faults: [{ kind: 'half' }] },
  { name: 'no answer at all', faults: [{ kind: 'silence' }] },
]

test.for(HEALED)('$name is healed by asking again', async ({ faults }) => {
  const store = await quickStore({ timeoutMs: 1_000 })
  for (const work of WORK) {
    server.setFaults(faults)
    await work(store)
  }
})

const WORK: readonly ((store: Store) => Promise<unknown>)[] = [
  async (store) => store.put('a', bytes('one')),
  async (store) => expect(await store.get('a')).toEqual(bytes('one')),
  async (store) => expect(await store.get('b')).toBeUndefined(),
  async (store) => expect(await store.list('')).toEqual(['a']),
  async (store) => store.delete('b'),
]

interface RefusalCase {
  readonly name: string
  readonly fault: S3Fault
  readonly message: string
  readonly hint?: string
}

function refusal(status: number, code: string, message = 'Said the server.', rest = ''): S3Fault {
  return {
    kind: 'answer',
    status,
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message>${rest}</Error>`,
  }
}

const REFUSALS: readonly RefusalCase[] = [
  {
    name: '500 for good',
    fault: refusal(500, 'InternalError'),
    message: 'the server answered 500 InternalError: Said the server.',
    hint: 'Running it again is safe.',
  },
  {
    name: 'a bucket that is not there',
    fault: refusal(404, 'NoSuchBucket'),
    message: 'the server answered 404 NoSuchBucket: Said the server.',
    hint: 'Create the bucket',
  },
  {
    name: 'a 404 of somebody else',
    fault: { kind: 'answer', status: 404, body: '<html>Not here</html>' },
    message: 'the server answered 404.',
    hint: '`endpoint`',
  },
  {
    name: 'keys without permission',
    fault: refusal(403, 'AccessDenied'),
    message: 'the server answered 403 AccessDenied: Said the server.',
    hint: 's3:ListBucket',
  },
  {
    name: 'another region',
    fault: refusal(301, 'PermanentRedirect', 'Said the server.', '<Region>eu-central-1</Region>'),
    message: 'the server answered 301 PermanentRedirect: Said the server.',
    hint: 'Set `AWS_REGION` to the region of the bucket, "eu-central-1".',
  },
  {
    name: 'an answer that repeats the secret',
    fault: refusal(400, 'Bad', `You sent ${S3_ENV.AWS_SECRET_ACCESS_KEY}.`),
    message: 'the server answered 400 Bad: You sent ***.',
  },
  { name: 'a connection that is always cut', fault: { kind: 'cut' }, message: 'other side closed' },
  { name: 'silence', fault: { kind: 'silence' }, message: 'no answer within 1 s' },
]

test.for(REFUSALS)('$name is an error of every method, never an empty store', async (refused) => {
  const { fault, message, hint } = refused
  const store = await quickStore({ maxRetries: 1, timeoutMs: 300 })
  const attempts: (() => Promise<unknown>)[] = [
    () => store.get('a'),
    () => store.put('a', bytes('x')),
    () => store.list('a/'),
    () => store.delete('a'),
  ]
  for (const attempt of attempts) {
    server.setFaults(twice(fault))
    await expect(attempt()).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining(message),
      ...(hint !== undefined && { hint: expect.stringContaining(hint) }),
    })
  }
})

const listing = (fields: string) =>
  `<?xml version="1.0"?><ListBucketResult>${fields}</ListBucketResult>`
const entry = '<Contents><Key>a</Key></Contents>'

test.for([
  { name: 'garbage', body: '<html>Welcome to the hotel</html>' },
  { name: 'nothing', body: '' },
  {
    name: 'half a listing',
    body: listing(`<IsTruncated>false</IsTruncated>${entry}`).slice(0, -20),
  },
  {
    name: 'an entry without key',
    body: listing('<IsTruncated>false</IsTruncated><Contents></Contents>'),
  },
  { name: 'half an entry', body: listing('<IsTruncated>false</IsTruncated><Contents><Key>a') },
  { name: 'no word on more', body: listing(entry) },
  { name: 'more without a way to ask', body: listing(`<IsTruncated>true</IsTruncated>${entry}`) },
  {
    name: 'a wrong count',
    body: listing(`<IsTruncated>false</IsTruncated><KeyCount>2</KeyCount>${entry}`),
  },
  {
    name: 'the same page for ever',
    body: listing(
      `<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>${entry}`,
    ),
  },
])('a listing that is $name is an error', async ({ body }) => {
  const store = await quickStore({ maxRetries: 0 })
  server.setFaults(twice({ kind: 'answer', status: 200, body }))
  await expect(store.list('')).rejects.toMatchObject({ code: 'store-failed' })
  server.setFaults([])
})

test('wrong keys are refused, and no secret is told', async () => {
  const secret = 'planted/secret+0123456789'
  const env = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: secret }
  const error: unknown = await openStore(newPlace(), env)
    .list('')
    .catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ message: expect.stringContaining('SignatureDoesNotMatch') })
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(secret)
})

test('nobody listens', async () => {
  const place = 's3://bucket/x?endpoint=http://127.0.0.1:9'
  const store = await openS3Store(s3Place(place), S3_ENV, { maxRetries: 1 })
  await expect(store.get('a')).rejects.toMatchObject({
    code: 'store-failed',
    message:
      'Could not read "a" from s3://bucket/x/ at 127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9.',
  })
})

test.for([
  { env: {}, message: '`AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` are not set' },
  { env: { AWS_ACCESS_KEY_ID: 'x' }, message: '`AWS_SECRET_ACCESS_KEY` is not set' },
  {
    env: { ...S3_ENV, AWS_SESSION_TOKEN: 'x\ny' },
    message: '`AWS_SESSION_TOKEN` holds white space',
  },
])('$message', async ({ env, message }) => {
  const store = openStore(newPlace(), env)
  await expect(store.get('a')).rejects.toMatchObject({
    code: 'bad-credentials',
    message: expect.stringContaining(message),
  })
})

/** A store that does not wait between its attempts. */
async function quickStore(options: S3StoreOptions): Promise<Store> {
  server.setFaults([])
  return openS3Store(s3Place(newPlace()), S3_ENV, { ...options, sleep: async () => {} })
}

function s3Place(text: string) {
  const place = readStorePlace(text, 'option')
  if (place.kind !== 's3') throw new Error(`${text} is ${place.kind}`)
  return place
}

function twice<T>(value: T): readonly T[] {
  return [value, value]
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
