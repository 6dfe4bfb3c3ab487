import { headerValue, type HeaderLines } from './header-lines.ts'

/** In bytes, of all `Cache-Tag` values together. */
const MAX_HEADER_BYTES = 16 * 1024

/**
 * Reads the tags of an answer, in lower case. Those that are not valid are left out, as are those
 * beyond 16 KiB.
 *
 * @see https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags/
 */
export function cacheTags(headers: HeaderLines): ReadonlySet<string> {
  const text = (headerValue(headers, 'cache-tag') ?? '').slice(0, MAX_HEADER_BYTES)
  const tags = text.split(',').map((tag) => tag.trim().toLowerCase())
  return new Set(tags.filter((tag) => /^[\u0021-\u007e]+$/.test(tag)))
}
