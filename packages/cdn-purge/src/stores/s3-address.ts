import { PurgeError } from '@cdn-purge/core'
import { isEndpoint, type S3Place } from './store-place.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Where a bucket is reached. */
export interface S3Address {
  /** Of the bucket, without a slash at the end: `https://bucket.s3.eu-west-1.amazonaws.com`. */
  readonly bucketUrl: string
  /** Inside the bucket: empty, or with a slash at the end. */
  readonly prefix: string
  /** What is signed for. */
  readonly region: string
  /** For messages: `s3://bucket/prefix/ at s3.eu-west-1.amazonaws.com`. */
  readonly where: string
}

/**
 * Finds the server of a bucket: the place's own parameters first, then the environment, then the service's default.
 *
 * @throws {PurgeError} `bad-option`
 */
export function resolveS3Address(place: S3Place, env: Env): S3Address {
  const { service, bucket, prefix } = place
  const region = place.region ?? regionOf(service, env)
  const own = place.endpoint ?? (service === 's3' ? endpointOf(env) : undefined)
  const endpoint = (own ?? serviceEndpoint(service, region, env)).replace(/\/+$/, '')
  // A certificate for *.s3.amazonaws.com does not hold for a bucket with a dot, and few other servers have a name per bucket.
  const isAws = own === undefined && service === 's3'
  const style = place.style ?? (isAws && /^[a-z0-9-]+$/.test(bucket) ? 'virtual' : 'path')
  return {
    bucketUrl:
      style === 'path' ? `${endpoint}/${bucket}` : endpoint.replace('://', `://${bucket}.`),
    prefix,
    region,
    where: `${service}://${bucket}/${prefix} at ${new URL(endpoint).host}`,
  }
}

function regionOf(service: 's3' | 'r2', env: Env): string {
  // R2 has one region, and the variable may be set for something else.
  if (service === 'r2') return 'auto'
  return env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1'
}

function endpointOf(env: Env): string | undefined {
  const name = ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'].find((each) => env[each])
  if (name === undefined) return undefined
  const endpoint = env[name] ?? ''
  if (isEndpoint(endpoint)) return endpoint
  throw new PurgeError('bad-option', `\`${name}\` is no address of a server.`, {
    hint: 'Set it to an address such as "https://minio.example.com", without a password, or unset it.',
  })
}

function serviceEndpoint(service: 's3' | 'r2', region: string, env: Env): string {
  if (service === 's3') {
    const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
    return `https://s3.${region}.${domain}`
  }
  const account = env['CLOUDFLARE_ACCOUNT_ID'] ?? ''
  if (/^[0-9a-z]+$/i.test(account)) return `https://${account}.r2.cloudflarestorage.com`
  throw new PurgeError(
    'bad-option',
    'A ledger in R2 needs the id of the account, and `CLOUDFLARE_ACCOUNT_ID` holds none.',
    {
      hint: 'Set it, or name the server: "r2://bucket/prefix?endpoint=https://<account>.eu.r2.cloudflarestorage.com".',
    },
  )
}
