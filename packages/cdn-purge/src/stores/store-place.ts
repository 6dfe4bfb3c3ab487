import path from 'node:path'

/** Where records live, as a text says it. */
export type StorePlace =
  | { readonly kind: 'folder'; readonly dir: string }
  /** The place stands in this variable of the environment. */
  | { readonly kind: 'variable'; readonly name: string }
  | S3Place
  | RedisPlace
  /** `problem` goes on after "`ledger` is …, but". */
  | { readonly kind: 'wrong'; readonly problem: string }

export interface S3Place {
  readonly kind: 's3'
  readonly service: 's3' | 'r2'
  readonly bucket: string
  /** Empty, or with a slash at the end. */
  readonly prefix: string
  /** Another server than that of the service: `https://minio.example.com`. */
  readonly endpoint: string | undefined
  readonly region: string | undefined
  /** Whether the bucket stands in the path or in the host name. */
  readonly style: 'path' | 'virtual' | undefined
}

export interface RedisPlace {
  readonly kind: 'redis'
  /** May hold a password where it comes from the environment. */
  readonly url: string
  /** What every key begins with, a `:` between. */
  readonly base: string
}

const DEFAULT_REDIS_BASE = 'cdn-purge'
const KNOWN = 'Known are a folder, "s3://…", "r2://…", "redis://…", "rediss://…" and "$NAME".'
const USE_A_VARIABLE =
  'secrets come from the environment only. Put the whole address into a variable and name it: "$REDIS_URL".'

/**
 * Reads what a user wrote. Credentials are refused in an option and allowed in a variable of the environment.
 */
export function readStorePlace(text: string, from: 'option' | 'environment'): StorePlace {
  const variable = /^\$([A-Za-z_]\w*)$/.exec(text)?.[1]
  if (variable !== undefined) {
    return from === 'option'
      ? { kind: 'variable', name: variable }
      : wrong('a variable cannot name another one.')
  }
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text)?.[1]?.toLowerCase()
  switch (scheme) {
    case undefined:
      return { kind: 'folder', dir: text }
    case 's3':
    case 'r2':
      return readS3Place(text, scheme)
    case 'redis':
    case 'rediss':
      return readRedisPlace(text, from)
    default:
      return wrong(`"${scheme}://" is no kind of store. ${KNOWN}`)
  }
}

/** Gives a folder as an absolute path, and any other place as it was written. */
export function absolutePlace(text: string, root: string): string {
  return readStorePlace(text, 'option').kind === 'folder' ? path.resolve(root, text) : text
}

/** Gives the text without what may be a password: `redis://…@host:6379`. */
export function maskPlace(text: string): string {
  return /:\/\//.test(text) ? text.replace(/:\/\/.*@/, '://…@').replace(/\?.*/s, '?…') : text
}

function readS3Place(text: string, service: 's3' | 'r2'): StorePlace {
  const [, bucket = '', below = '', query = ''] =
    /^..:\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?(.*))?$/is.exec(text) ?? []
  if (text.split('?')[0]?.includes('@')) {
    return wrong(
      'credentials come from the environment only: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.',
    )
  }
  if (!/^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/i.test(bucket)) {
    return wrong(`its bucket has no possible name. Write "${service}://bucket/prefix".`)
  }
  const prefix = below.replace(/^\/+|\/+$/g, '')
  if (prefix !== '' && !isPlainPath(prefix)) {
    return wrong('its prefix has a part that is empty, ".", ".." or no valid text.')
  }
  const parameters = new URLSearchParams(query)
  const unknown = [...parameters.keys()].find((name) => !S3_PARAMETERS.includes(name))
  if (unknown !== undefined) {
    return wrong(`\`${unknown}\` is none of its parameters: ${S3_PARAMETERS.join(', ')}.`)
  }
  const endpoint = parameters.get('endpoint') ?? undefined
  if (endpoint !== undefined && !isEndpoint(endpoint)) {
    return wrong(
      'its `endpoint` must be an address such as "https://minio.example.com", without a password.',
    )
  }
  const style = parameters.get('style') ?? undefined
  if (style !== undefined && style !== 'path' && style !== 'virtual') {
    return wrong('its `style` must be "path" or "virtual".')
  }
  const region = parameters.get('region') ?? undefined
  return {
    kind: 's3',
    service,
    bucket,
    prefix: prefix === '' ? '' : `${prefix}/`,
    endpoint,
    region,
    style,
  }
}

const S3_PARAMETERS: readonly string[] = ['endpoint', 'region', 'style']

/** True for `https://host[:port][/path]`, without a password and without a query. */
export function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, search, hash } = new URL(text)
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === ''
}

function readRedisPlace(text: string, from: 'option' | 'environment'): StorePlace {
  if (!URL.canParse(text) || new URL(text).hostname === '') {
    return wrong('it must be an address such as "redis://host:6379/0".')
  }
  const url = new URL(text)
  const base = url.searchParams.get('prefix') ?? DEFAULT_REDIS_BASE
  url.searchParams.delete('prefix')
  if (!/^[\w.-]+(?::[\w.-]+)*$/.test(base)) {
    return wrong('its `prefix` must be letters, digits, "_", ".", "-", and ":" between them.')
  }
  if (from === 'option') {
    if (url.username !== '' || url.password !== '') return wrong(USE_A_VARIABLE)
    // A driver would take any option from here, a password too.
    if (url.search !== '')
      return wrong(`it may have the parameter \`prefix\` only; ${USE_A_VARIABLE}`)
  }
  return { kind: 'redis', url: url.href, base }
}

function isPlainPath(text: string): boolean {
  // Half of a surrogate pair has no UTF-8 form.
  if (/\p{Surrogate}/u.test(text)) return false
  return !text.split('/').some((part) => part === '' || part === '.' || part === '..')
}

function wrong(problem: string): StorePlace {
  return { kind: 'wrong', problem }
}
