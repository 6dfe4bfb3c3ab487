import type { ApiError } from './api-answer.ts'
import { parseSiteUrl, type SiteUrl } from './site-url.ts'

/** One entry of `files`. */
export interface FileTarget {
  readonly url: SiteUrl
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>
}

/** What an item must keep to. */
export interface ItemRules {
  readonly normalizeUrls: boolean
  /** Says whether a host, in lower case and without port, belongs to the zone. */
  readonly isInZone: (host: string) => boolean
}

/** Reads one item, or gives the error that it is. */
export type ReadItem<T> = (item: unknown, rules: ItemRules) => { readonly value: T } | ApiError

const MAX_TAG_LENGTH = 1024
const MAX_HOST_LENGTH = 200
const MAX_PREFIX_SEPARATORS = 31

/** Reads `'https://h/a.css'` or `{ url, headers }`. */
export function readFile(
  item: unknown,
  rules: ItemRules,
): { readonly value: FileTarget } | ApiError {
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

/** Reads a tag. */
export function readTag(item: unknown): { readonly value: string } | ApiError {
  if (typeof item !== 'string' || item === '')
    return { code: 1014, message: 'A tag must be a string.' }
  if (item.length > MAX_TAG_LENGTH) {
    return { code: 1100, message: `A tag may have at most ${MAX_TAG_LENGTH} characters.` }
  }
  return { value: item.toLowerCase() }
}

/** Reads `www.example.com`. */
export function readHost(item: unknown, rules: ItemRules): { readonly value: string } | ApiError {
  const parts =
    typeof item === 'string' && /^[^/?#\s]+$/.test(item) ? readHostAndPath(item) : undefined
  if (parts === undefined) return { code: 1115, message: `Invalid host ${JSON.stringify(item)}.` }
  if (parts.host.length > MAX_HOST_LENGTH) return hostTooLong(parts.host)
  return rules.isInZone(parts.host) ? { value: parts.host } : outsideZone(parts.host)
}

/** Reads `www.example.com/assets/`. */
export function readPrefix(
  item: unknown,
  rules: ItemRules,
): { readonly value: SiteUrl } | ApiError {
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

/** Says whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
