import type { ApiError } from './api-answer.ts'
import { parseSiteUrl, type SiteUrl } from './site-url.ts'

/** One entry of `files`. */
export interface FileTarget {
  readonly url: SiteUrl
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>
}

/** What a body asks to purge or to invalidate. */
export type PurgeBody =
  | { readonly kind: 'everything' }
  | {
      readonly kind: 'items'
      readonly files: readonly FileTarget[]
      /** In lower case. */
      readonly tags: readonly string[]
      /** In lower case. */
      readonly hosts: readonly string[]
      /** Host and path; a host alone has the path `/`. */
      readonly prefixes: readonly SiteUrl[]
    }

/** What a body must keep to. */
export interface BodyRules {
  readonly maxFiles: number
  readonly maxItems: number
  readonly mixedKeys: boolean
  readonly mixedFiles: boolean
  readonly normalizeUrls: boolean
  /** Says whether a host, in lower case and without port, belongs to the zone. */
  readonly isInZone: (host: string) => boolean
}

/** Reads the body of a purge, or gives the error that the API answers with. */
export function parsePurgeBody(json: unknown, rules: BodyRules): PurgeBody | ApiError {
  if (!isObject(json)) return { code: 1012, message: `Request must contain one of ${FIELD_NAMES}.` }
  const fields = FIELDS.filter((field) => json[field] !== undefined)
  if (fields.length === 0)
    return { code: 1012, message: `Request must contain one of ${FIELD_NAMES}.` }
  if (fields.includes('purge_everything')) {
    if (fields.length > 1) {
      return { code: 1092, message: '"purge_everything" cannot be combined with other fields.' }
    }
    if (json['purge_everything'] !== true) {
      return { code: 1013, message: '"purge_everything" must be true.' }
    }
    return { kind: 'everything' }
  }

  const lists = new Map<string, readonly unknown[]>()
  for (const field of fields) {
    const list = json[field]
    if (!Array.isArray(list)) return { code: 1014, message: `"${field}" must be an array.` }
    lists.set(field, list)
  }
  const given = fields.filter((field) => (lists.get(field) ?? []).length > 0)
  if (given.length === 0)
    return { code: 1012, message: `Request must contain one of ${FIELD_NAMES}.` }
  const allowsMixture = given.includes('files') ? rules.mixedFiles : rules.mixedKeys
  if (given.length > 1 && !allowsMixture) {
    return { code: 1092, message: `${given.join(' and ')} cannot be combined in one request.` }
  }

  const files = readAll('files', lists, rules, readFile)
  if ('code' in files) return files
  const tags = readAll('tags', lists, rules, readTag)
  if ('code' in tags) return tags
  const hosts = readAll('hosts', lists, rules, readHost)
  if ('code' in hosts) return hosts
  const prefixes = readAll('prefixes', lists, rules, readPrefix)
  if ('code' in prefixes) return prefixes
  return {
    kind: 'items',
    files: files.values,
    tags: tags.values,
    hosts: hosts.values,
    prefixes: prefixes.values,
  }
}

const FIELDS = ['purge_everything', 'files', 'tags', 'hosts', 'prefixes'] as const
const FIELD_NAMES = FIELDS.map((field) => `"${field}"`).join(', ')

const TOO_MANY: ReadonlyMap<string, number> = new Map([
  ['files', 1094],
  ['tags', 1101],
  ['hosts', 1111],
  ['prefixes', 1094],
])

const MAX_TAG_LENGTH = 1024
const MAX_HOST_LENGTH = 200
const MAX_PREFIX_SEPARATORS = 31

/** Reads one item, or gives the error that it is. */
type ReadItem<T> = (item: unknown, rules: BodyRules) => { readonly value: T } | ApiError

function readAll<T>(
  field: string,
  lists: ReadonlyMap<string, readonly unknown[]>,
  rules: BodyRules,
  read: ReadItem<T>,
): { readonly values: readonly T[] } | ApiError {
  const list = lists.get(field) ?? []
  const max = field === 'files' ? rules.maxFiles : rules.maxItems
  if (list.length > max) {
    const code = TOO_MANY.get(field) ?? 1094
    return { code, message: `"${field}" holds ${list.length} items; at most ${max} are allowed.` }
  }
  const values: T[] = []
  for (const [index, item] of list.entries()) {
    const result = read(item, rules)
    if ('code' in result) return { ...result, source: { pointer: `/${field}/${index}` } }
    values.push(result.value)
  }
  return { values }
}

function readFile(item: unknown, rules: BodyRules): { readonly value: FileTarget } | ApiError {
  const text = isObject(item) ? item['url'] : item
  const url = typeof text === 'string' ? parseSiteUrl(text, rules.normalizeUrls) : undefined
  if (url === undefined) {
    return {
      code: 1015,
      message: `Unable to purge ${JSON.stringify(text)}, which is an invalid URL.`,
    }
  }
  if (url.host.length > MAX_HOST_LENGTH) return hostTooLong(url.host)
  if (!rules.isInZone(url.host)) return outsideZone(String(text))
  const headers = isObject(item) ? item['headers'] : undefined
  if (headers === undefined) return { value: { url, headers: new Map() } }
  if (!isObject(headers))
    return { code: 1015, message: `"headers" of ${String(text)} must be an object.` }
  const values = new Map<string, string>()
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') {
      return { code: 1015, message: `Header "${name}" of ${String(text)} must be a string.` }
    }
    values.set(name.toLowerCase(), value)
  }
  return { value: { url, headers: values } }
}

function readTag(item: unknown): { readonly value: string } | ApiError {
  if (typeof item !== 'string' || item === '')
    return { code: 1014, message: 'A tag must be a string.' }
  if (item.length > MAX_TAG_LENGTH) {
    return { code: 1100, message: `A tag may have at most ${MAX_TAG_LENGTH} characters.` }
  }
  return { value: item.toLowerCase() }
}

function readHost(item: unknown, rules: BodyRules): { readonly value: string } | ApiError {
  const parts =
    typeof item === 'string' && /^[^/?#\s]+$/.test(item) ? readHostAndPath(item) : undefined
  if (parts === undefined) return { code: 1115, message: `Invalid host ${JSON.stringify(item)}.` }
  if (parts.host.length > MAX_HOST_LENGTH) return hostTooLong(parts.host)
  return rules.isInZone(parts.host) ? { value: parts.host } : outsideZone(parts.host)
}

function readPrefix(item: unknown, rules: BodyRules): { readonly value: SiteUrl } | ApiError {
  const parts =
    typeof item === 'string' && !/:\/\/|[?#\s]/.test(item)
      ? readHostAndPath(item, rules.normalizeUrls)
      : undefined
  if (parts === undefined) {
    return {
      code: 1015,
      message: `Invalid prefix ${JSON.stringify(item)}: it is a host and a path, without scheme, query and fragment.`,
    }
  }
  if (parts.path.split('/').length - 1 > MAX_PREFIX_SEPARATORS) {
    return {
      code: 1015,
      message: `Invalid prefix ${JSON.stringify(item)}: more than ${MAX_PREFIX_SEPARATORS} separators.`,
    }
  }
  if (parts.host.length > MAX_HOST_LENGTH) return hostTooLong(parts.host)
  return rules.isInZone(parts.host) ? { value: parts } : outsideZone(String(item))
}

function readHostAndPath(text: string, normalize = true): SiteUrl | undefined {
  return parseSiteUrl(`http://${text}`, normalize)
}

function hostTooLong(host: string): ApiError {
  return {
    code: 1114,
    message: `Host of ${host.length} characters; at most ${MAX_HOST_LENGTH} are allowed.`,
  }
}

function outsideZone(text: string): ApiError {
  return { code: 1082, message: `${text} is not in this zone.` }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
