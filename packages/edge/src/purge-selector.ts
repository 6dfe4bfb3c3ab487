import { cacheKey, type KeyRules } from './cache-key.ts'
import type { Selector } from './cache.ts'
import type { PurgeBody } from './purge-body.ts'
import type { SiteUrl } from './site-url.ts'
import type { Unknowns } from './unknowns.ts'

/** What the matching depends on besides the body. */
export interface SelectorRules {
  /** Says whether a host belongs to the zone that is purged. */
  readonly isInZone: (host: string) => boolean
  /** Key rules in force while the purge is evaluated. */
  readonly keyRules: KeyRules
  readonly unknowns: Pick<Unknowns, 'prefixMatch' | 'prefixSlashCoversBare'>
}

/**
 * Turns a body into the test of what it means. Files mean one cache key each; the other kinds
 * ignore the key's details.
 */
export function purgeSelector(body: PurgeBody, rules: SelectorRules): Selector {
  if (body.kind === 'everything') return ({ key }) => rules.isInZone(key.url.host)
  const keys = new Set(
    body.files.map(
      ({ url, headers }) => cacheKey(url, (name) => headers.get(name), rules.keyRules).id,
    ),
  )
  const hosts = new Set(body.hosts)
  return ({ key, tags }) =>
    keys.has(key.id) ||
    hosts.has(key.url.host) ||
    (rules.isInZone(key.url.host) && body.tags.some((tag) => tags.has(tag))) ||
    body.prefixes.some((prefix) => hasPrefix(key.url, prefix, rules.unknowns))
}

/** Says whether a prefix means a URL, whatever the URL's query. */
export function hasPrefix(
  url: SiteUrl,
  prefix: SiteUrl,
  { prefixMatch, prefixSlashCoversBare }: SelectorRules['unknowns'],
): boolean {
  if (url.host !== prefix.host) return false
  const below = prefix.path.endsWith('/') ? prefix.path : `${prefix.path}/`
  const isBare = prefix.path.endsWith('/') && url.path === prefix.path.slice(0, -1)
  if (isBare && prefixSlashCoversBare) return true
  return prefixMatch === 'string'
    ? url.path.startsWith(prefix.path)
    : url.path === prefix.path || url.path.startsWith(below)
}
