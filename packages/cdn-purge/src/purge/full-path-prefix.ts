/**
 * The most `/` that one prefix may hold.
 *
 * @see https://developers.cloudflare.com/cache/how-to/purge-cache/purge_by_prefix/
 */
const MAX_SEPARATORS = 31

/**
 * Gives the prefix that takes a URL with all its variants: host and path without scheme, query or closing slash
 * (`https://www.example.com/a/` → `www.example.com/a`). Undefined for a home page, whose prefix is the whole host, and for a path
 * that is too deep.
 */
export function fullPathPrefix(url: string): string | undefined {
  const { hostname, pathname } = new URL(url)
  const path = pathname.replace(/\/$/, '')
  const isTooDeep = path.split('/').length - 1 > MAX_SEPARATORS
  return path === '' || isTooDeep ? undefined : `${hostname}${path}`
}
