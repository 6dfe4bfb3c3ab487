/**
 * The most `/` that one prefix may hold.
 *
 * @see https://developers.cloudflare.com/cache/how-to/purge-cache/purge_by_prefix/
 */
export const MAX_PREFIX_SEPARATORS = 31

/** One key that takes a whole subtree of URLs with it. */
export type WideKey =
  | { readonly by: 'hosts'; readonly key: string }
  | { readonly by: 'prefixes'; readonly key: string }

/**
 * Gives the narrowest key that reaches a URL with all its variants: host and path without scheme, query or closing slash
 * (`https://www.example.com/a/` → `www.example.com/a`), or the host alone for its root.
 */
export function wideKey(url: string): WideKey {
  // Purges by host name bare hosts; a port is no part of them.
  const { hostname: host, pathname } = new URL(url)
  const segments = pathname
    .split('/')
    .filter((segment, index, all) => index < all.length - 1 || segment)
  const path = segments.slice(0, MAX_PREFIX_SEPARATORS + 1).join('/')
  return path === '' ? { by: 'hosts', key: host } : { by: 'prefixes', key: `${host}${path}` }
}

/** Gives the keys that cover all these URLs, each one needed, hosts first, else in string order. */
export function coverWidely(urls: Iterable<string>): WideKey[] {
  const hosts = new Set<string>()
  const prefixes = new Set<string>()
  for (const url of urls) {
    const { by, key } = wideKey(url)
    ;(by === 'hosts' ? hosts : prefixes).add(key)
  }
  const needed = [...prefixes].filter((prefix) => !isCovered(prefix, hosts, prefixes))
  return [
    ...[...hosts].toSorted().map((key) => ({ by: 'hosts', key }) as const),
    ...needed.toSorted().map((key) => ({ by: 'prefixes', key }) as const),
  ]
}

/** Trusts a prefix only at a path segment: `a/b` covers `a/b/c` and never `a/bc`. */
function isCovered(
  prefix: string,
  hosts: ReadonlySet<string>,
  prefixes: ReadonlySet<string>,
): boolean {
  const segments = prefix.split('/')
  if (hosts.has(segments[0] ?? '')) return true
  return segments.some((_, end) => end > 1 && prefixes.has(segments.slice(0, end).join('/')))
}
