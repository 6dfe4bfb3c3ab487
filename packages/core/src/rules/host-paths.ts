import { decodePath, pathOfPattern } from './pattern-path.ts'
import { originRoot } from '../site/site-roots.ts'
import type { Site } from '../site/site.ts'

/** What a host may take a URL for: it serves the build at its root, or below `base`. */
export interface HostPlaces {
  /** Without port. */
  readonly host: string
  /** Each with its leading slash, decoded as rules are matched with it. */
  readonly paths: readonly string[]
  readonly encoded: readonly string[]
}

/** Translates between URLs of a site and the paths that rules name. */
export interface HostPaths {
  placesOf(url: string): HostPlaces
  /** Lists the URLs that the source of a rule may be asked for under, with and without a closing slash; empty for other hosts. */
  urlsOf(pattern: string): string[]
  /** Lists the URLs of a folder as a rule names it, with its closing slash. */
  foldersOf(folder: string, host: string | undefined): string[]
}

/** Translates for the origins of this site. */
export function createHostPaths(site: Site): HostPaths {
  const roots = site.origins.map((origin) => {
    const { host, hostname, origin: address, pathname } = new URL(originRoot(origin, site.base))
    const inside = origin.dir === '' || origin.dir === '.' ? '/' : `/${origin.dir}/`
    const isBased = origin.dir === '' && pathname === site.base
    return { host, hostname, address, root: pathname, inside, isBased }
  })

  function urlsOfPath(path: string, atHost: string | undefined): string[] {
    const urls = new Set<string>()
    for (const { hostname, address, root, inside, isBased } of roots) {
      if (atHost !== undefined && atHost !== hostname) continue
      if (path.startsWith(root) && isBased) urls.add(address + path)
      else {
        if (isBased) urls.add(address + path)
        if (path.startsWith(inside)) urls.add(address + root + path.slice(inside.length))
      }
    }
    return [...urls]
  }

  return {
    placesOf(url) {
      // As `URL` writes it; to parse it again would cost more than all the rest.
      const start = url.indexOf('//') + 2
      const slash = url.indexOf('/', start)
      const host = url.slice(start, slash < 0 ? undefined : slash)
      const pathname = slash < 0 ? '/' : url.slice(slash)
      const hostname = host.replace(/:\d+$/, '')
      const paths = new Set([pathname])
      for (const each of roots) {
        if (each.host !== host) continue
        if (pathname.startsWith(each.root))
          paths.add(each.inside + pathname.slice(each.root.length))
        else if (`${pathname}/` === each.root) paths.add(each.inside)
      }
      return { host: hostname, paths: Array.from(paths, decodePath), encoded: [...paths] }
    },
    urlsOf(pattern) {
      const place = pathOfPattern(pattern)
      if (!place) return []
      const bare = place.path.replace(/\/+$/, '')
      const spellings = bare === '' ? ['/'] : [bare, `${bare}/`]
      return [...new Set(spellings.flatMap((path) => urlsOfPath(path, place.host)))]
    },
    foldersOf: urlsOfPath,
  }
}
