import { hasCachedExtension, type ResolvedRules } from './cache-rules.ts'
import type { SiteUrl } from './site-url.ts'

/** What tells stored responses apart. */
export interface CacheKey {
  /** Equal for equal keys. */
  readonly id: string
  readonly url: SiteUrl
  /** Key headers that were sent, by lower-case name. One left out counts as empty. */
  readonly headers: ReadonlyMap<string, string>
}

/**
 * Request headers of the default cache key, besides `Origin`.
 *
 * @see https://developers.cloudflare.com/cache/how-to/cache-keys/
 */
const DEFAULT_KEY_HEADERS: readonly string[] = [
  'x-forwarded-host',
  'x-host',
  'x-forwarded-scheme',
  'x-original-url',
  'x-rewrite-url',
  'forwarded',
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
]

/** The rules of the key alone. */
export type KeyRules = Pick<ResolvedRules, 'ignoreQueryString' | 'keyHeaders' | 'originInKey'>

/** The key rules of a zone that has none. */
export const DEFAULT_KEY_RULES: KeyRules = {
  ignoreQueryString: false,
  keyHeaders: [],
  originInKey: true,
}

/**
 * Builds the key of a request. The scheme is not part of it: in Cloudflare's default key it is that
 * of the connection to the origin, so that visitors over http and https share one object.
 */
export function cacheKey(
  url: SiteUrl,
  header: (name: string) => string | undefined,
  rules: KeyRules,
): CacheKey {
  const ignoresQuery = rules.ignoreQueryString && hasCachedExtension(url.path)
  const keyUrl = ignoresQuery ? { ...url, query: '' } : url
  const names = [
    ...(rules.originInKey ? ['origin'] : []),
    ...DEFAULT_KEY_HEADERS,
    ...rules.keyHeaders,
  ]
  const headers = new Map(
    names.toSorted().flatMap((name): [string, string][] => {
      const value = header(name) ?? ''
      return value === '' || isPlainScheme(name, value) ? [] : [[name, value]]
    }),
  )
  const id = JSON.stringify([keyUrl.host, keyUrl.path, keyUrl.query, ...headers])
  return { id, url: keyUrl, headers }
}

/** `X-Forwarded-Scheme` enters the key only when it is neither `http` nor `https`. */
function isPlainScheme(name: string, value: string): boolean {
  return name === 'x-forwarded-scheme' && /^https?$/i.test(value)
}
