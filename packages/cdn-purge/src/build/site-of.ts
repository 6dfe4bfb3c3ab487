import type { Site, SiteOrigin } from '@cdn-purge/core'
import type { ResolvedOptions } from '../options/options.ts'

export interface SiteFacts {
  /** From the scan; the option wins, unless folders have bases of their own: then it is what they have in common. */
  readonly base?: string
  readonly assetOrigins?: readonly string[]
}

/** Gives all that decides which URLs a path has, out of the options and of what the build said. */
export function siteOf(options: ResolvedOptions, facts: SiteFacts = {}): Site {
  const known = new Set(options.origins.map(({ url }) => url))
  const base =
    (options.bases.size > 0 ? (facts.base ?? options.base) : (options.base ?? facts.base)) ?? '/'
  const more = (facts.assetOrigins ?? [])
    .filter((url) => !known.has(url))
    .map((url) => assetOrigin(url, base))
  return {
    origins: [...options.origins, ...more],
    base,
    cleanUrls: options.cleanUrls,
    trailingSlash: options.trailingSlash,
    fallback: options.fallback,
  }
}

/** Gives the origin of what pages load, where a bundler says its address: the build lies right there, whatever its pages are below. */
export function assetOrigin(url: string, base: string): SiteOrigin {
  return { url, dir: base === '/' ? '' : '.', documents: false }
}

/** True when both give the same URLs to every path. */
export function isSameSite(a: Site, b: Site): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b))
}

function canonical({ origins, base, cleanUrls, trailingSlash, fallback }: Site): unknown {
  const each = origins.map(({ url, dir, documents }) => JSON.stringify([url, dir, documents]))
  return [each.toSorted(), base, cleanUrls, trailingSlash, fallback ?? null]
}
