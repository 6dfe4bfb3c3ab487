import type { FileTarget } from '../purger.ts'
import { originRoot } from '../site/site-roots.ts'
import type { Site } from '../site/site.ts'

/** One set of request headers under which copies of their own are cached. */
export interface HeaderVariant {
  readonly headers: Readonly<Record<string, string>>
  /** Says which paths have such copies. */
  readonly isFor: (path: string) => boolean
}

/** Which copies there are beside that of the URL alone. */
export interface Variants {
  /** Says which paths are cached once per query string, and are purged under all of them. */
  readonly hasQueries: (path: string) => boolean
  readonly headers: readonly HeaderVariant[]
}

/** Lists the copies of a URL of a path; undefined for the path of what an earlier run owes. */
export type CopiesOf = (url: string, path: string | undefined) => readonly FileTarget[]

/**
 * Gives the function that lists every copy of a URL that a purge by exact URL reaches: the URL alone, once per header variant, and
 * at an origin that serves no documents once per origin that does, as `Origin` is part of the cache key. Undefined where all of
 * them have the URL alone.
 *
 * @see https://developers.cloudflare.com/cache/cache-security/cors/
 */
export function createCopies(site: Site, variants: Variants | undefined): CopiesOf | undefined {
  const assetRoots = site.origins
    .filter(({ documents }) => !documents)
    .map((origin) => originRoot(origin, site.base))
  const pages = new Set(
    site.origins.filter(({ documents }) => documents).map(({ url }) => new URL(url).origin),
  )
  const headers = variants?.headers ?? []
  if (headers.length === 0 && (assetRoots.length === 0 || pages.size === 0)) {
    return undefined
  }
  return (url, path) => {
    const copies: FileTarget[] = [url]
    for (const variant of headers) {
      if (path === undefined || variant.isFor(path)) copies.push({ url, headers: variant.headers })
    }
    if (assetRoots.some((root) => url.startsWith(root))) {
      for (const origin of pages) {
        if (!url.startsWith(`${origin}/`)) copies.push({ url, headers: { Origin: origin } })
      }
    }
    return copies
  }
}
