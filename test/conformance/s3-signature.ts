import { createHash, createHmac } from 'node:crypto'

/** A request as it came over the wire. */
export interface SignedRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/**
 * Says what is wrong with the signature of a request, or nothing. It is worked out anew from what came over the wire.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signatureProblem(
  { method = '', url = '', headers }: SignedRequest,
  body: Uint8Array,
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
): string | undefined {
  const [, id, day, region, names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      String(headers['authorization']),
    ) ?? []
  if (id !== keys.accessKeyId || day === undefined || region === undefined) {
    return 'not signed with the keys of this account'
  }
  const payload = String(headers['x-amz-content-sha256'])
  if (payload !== sha256(body)) return 'the body is not what was signed'
  const signed = names.split(';')
  const must = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'))
  if (!must.every((name) => signed.includes(name))) return 'a header that must be signed is not'

  const [path = '', search = ''] = url.split('?')
  const canonical = [
    method,
    path.split('/').map(recode).join('/'),
    search
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const [name = '', value = ''] = pair.split('=')
        return `${recode(name)}=${recode(value)}`
      })
      .toSorted()
      .join('&'),
    ...signed.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}`),
    '',
    names,
    payload,
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${keys.secretAccessKey}`,
  )
  return hmac(key, toSign).toString('hex') === signature
    ? undefined
    : 'the signature is another one'
}

/** Decodes what came and encodes it as the signature wants it. */
function recode(part: string): string {
  return encodeURIComponent(decodeURIComponent(part)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
