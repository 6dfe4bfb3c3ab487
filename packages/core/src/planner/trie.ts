import { createSegmentTable } from './segment-table.ts'

/**
 * The most `/` that one prefix may hold.
 *
 * @see https://developers.cloudflare.com/cache/how-to/purge-cache/purge_by_prefix/
 */
export const MAX_PREFIX_SEPARATORS = 31

/** How far a URL leads into a trie. */
export interface Walk {
  /** The deepest place on the way. */
  readonly place: number
  /** The segment that comes next and that the trie does not have; undefined where the URL ends at `place`. */
  readonly missing: string | undefined
}

/**
 * Places that a key can stand for, numbered as they come: hosts, and segments of paths below other places. `/a` and `/a/` are one
 * place. Deeper than a prefix may be, all are one. The URLs are absolute, as `URL` writes them, without query and fragment.
 */
export interface Trie {
  readonly size: () => number
  /** Gives the place above, -1 for a host. */
  readonly parentOf: (place: number) => number
  /** Gives the last segment of a place, or the name of a host. */
  readonly segmentOf: (place: number) => string
  /** Gives the place of a URL, made if there is none. */
  readonly insert: (url: string) => number
  /** Gives the place of the folder that holds a URL, made if there is none: of `/a/b.js` and `/a/` it is `/a`. */
  readonly insertFolder: (url: string) => number
  /** Gives undefined where no URL of this host was inserted. */
  readonly walk: (url: string) => Walk | undefined
}

/** Creates an empty trie. */
export function createTrie(): Trie {
  const table = createSegmentTable()
  const depths: number[] = []
  // The folders on the way to the last URL, the host first. Lists come sorted, so that the next one shares most of them.
  const way: Folder[] = []

  function placeBelow(parent: number, text: string, from: number, to: number): number {
    const place = table.insert(parent, text, from, to)
    if (place === depths.length) depths.push(parent < 0 ? 0 : (depths[parent] ?? 0) + 1)
    return place
  }

  /** Gives the deepest folder that this URL shares with the last one, and forgets those below it. */
  function sharedFolder(url: string): Folder | undefined {
    let folder = way.at(-1)
    while (folder && !url.startsWith(folder.text)) {
      way.pop()
      folder = way.at(-1)
    }
    return folder
  }

  function canGoDeeper(place: number): boolean {
    return (depths[place] ?? 0) < MAX_PREFIX_SEPARATORS
  }

  function insertUpTo(url: string, slash: number): number {
    const shared = sharedFolder(url)
    let place = shared?.place ?? -1
    let at = shared?.text.length ?? 0
    if (!shared) {
      const start = url.indexOf('//') + 2
      const pathAt = pathStart(url, start)
      place = placeBelow(-1, url, start, hostEnd(url, start, pathAt))
      at = pathAt + 1
      way.push({ text: url.slice(0, at), place })
    }
    while (at <= slash && canGoDeeper(place)) {
      const next = url.indexOf('/', at)
      place = placeBelow(place, url, at, next)
      at = next + 1
      way.push({ text: url.slice(0, at), place })
    }
    return place
  }

  return {
    size: () => depths.length,
    parentOf: table.parentOf,
    segmentOf: table.textOf,
    insert(url) {
      const slash = url.lastIndexOf('/')
      const folder = insertUpTo(url, slash)
      if (slash === url.length - 1 || !canGoDeeper(folder)) return folder
      return placeBelow(folder, url, slash + 1, url.length)
    },
    insertFolder: (url) => insertUpTo(url, url.lastIndexOf('/')),
    walk(url) {
      const shared = sharedFolder(url)
      let place = shared?.place ?? -1
      let at = shared?.text.length ?? 0
      if (!shared) {
        const start = url.indexOf('//') + 2
        const pathAt = pathStart(url, start)
        place = table.find(-1, url, start, hostEnd(url, start, pathAt))
        if (place < 0) return undefined
        at = pathAt + 1
        way.push({ text: url.slice(0, at), place })
      }
      while (at < url.length && canGoDeeper(place)) {
        const slash = url.indexOf('/', at)
        const stop = slash < 0 ? url.length : slash
        const below = table.find(place, url, at, stop)
        if (below < 0) return { place, missing: url.slice(at, stop) }
        place = below
        at = stop + 1
        if (slash >= 0) way.push({ text: url.slice(0, at), place })
      }
      return { place, missing: undefined }
    },
  }
}

/** A folder by the beginning that URLs in it share, its closing slash included. */
interface Folder {
  readonly text: string
  readonly place: number
}

function pathStart(url: string, hostStart: number): number {
  const slash = url.indexOf('/', hostStart)
  return slash < 0 ? url.length : slash
}

/** Purges name a host without its port. */
function hostEnd(url: string, start: number, end: number): number {
  const port = url.lastIndexOf(':', end - 1)
  return port > start && port > url.lastIndexOf(']', end - 1) ? port : end
}
