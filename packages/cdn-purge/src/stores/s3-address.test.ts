import { expect, test } from 'vitest'
import { resolveS3Address } from './s3-address.ts'
import { readStorePlace } from './store-place.ts'

interface Case {
  readonly text: string
  readonly env?: Readonly<Record<string, string>>
  readonly bucketUrl: string
  readonly region: string
}

const R2 = { CLOUDFLARE_ACCOUNT_ID: '0a1b' }

test.for<Case>([
  { text: 's3://b-1/x', bucketUrl: 'https://b-1.s3.us-east-1.amazonaws.com', region: 'us-east-1' },
  {
    text: 's3://b-1',
    env: { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2' },
    bucketUrl: 'https://b-1.s3.eu-west-1.amazonaws.com',
    region: 'eu-west-1',
  },
  {
    text: 's3://b-1',
    env: { AWS_REGION: '', AWS_DEFAULT_REGION: 'cn-north-1' },
    bucketUrl: 'https://b-1.s3.cn-north-1.amazonaws.com.cn',
    region: 'cn-north-1',
  },
  {
    text: 's3://b-1?region=eu-west-3',
    env: { AWS_REGION: 'eu-west-1' },
    bucketUrl: 'https://b-1.s3.eu-west-3.amazonaws.com',
    region: 'eu-west-3',
  },
  {
    text: 's3://with.dot',
    bucketUrl: 'https://s3.us-east-1.amazonaws.com/with.dot',
    region: 'us-east-1',
  },
  {
    text: 's3://b-1',
    env: { AWS_ENDPOINT_URL: 'http://one', AWS_ENDPOINT_URL_S3: 'http://two:9000/' },
    bucketUrl: 'http://two:9000/b-1',
    region: 'us-east-1',
  },
  {
    text: 's3://b-1?endpoint=https://x.example.com/storage/s3',
    env: { AWS_ENDPOINT_URL: 'http://one' },
    bucketUrl: 'https://x.example.com/storage/s3/b-1',
    region: 'us-east-1',
  },
  {
    text: 's3://b-1?endpoint=https://x.example.com&style=virtual',
    bucketUrl: 'https://b-1.x.example.com',
    region: 'us-east-1',
  },
  {
    text: 'r2://b-1/x',
    env: { ...R2, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://one' },
    bucketUrl: 'https://0a1b.r2.cloudflarestorage.com/b-1',
    region: 'auto',
  },
])('$text with $env is $bucketUrl', ({ text, env = {}, bucketUrl, region }) => {
  expect(resolveS3Address(s3Place(text), env)).toMatchObject({ bucketUrl, region })
})

test('messages name the bucket and its server', () => {
  const { where } = resolveS3Address(s3Place('r2://b-1/x'), R2)
  expect(where).toBe('r2://b-1/x/ at 0a1b.r2.cloudflarestorage.com')
})

test.for([
  { text: 'r2://b-1', env: {}, says: '`CLOUDFLARE_ACCOUNT_ID`' },
  {
    text: 'r2://b-1',
    env: { CLOUDFLARE_ACCOUNT_ID: 'evil.example/' },
    says: '`CLOUDFLARE_ACCOUNT_ID`',
  },
  { text: 's3://b-1', env: { AWS_ENDPOINT_URL: 'http://a:SECRET@b' }, says: '`AWS_ENDPOINT_URL`' },
])('$text with $env has no server', ({ text, env, says }) => {
  const resolve = () => resolveS3Address(s3Place(text), env)
  expect(resolve).toThrow(says)
  expect(resolve).not.toThrow('SECRET')
})

function s3Place(text: string) {
  const place = readStorePlace(text, 'option')
  if (place.kind !== 's3') throw new Error(`${text} is ${place.kind}`)
  return place
}
