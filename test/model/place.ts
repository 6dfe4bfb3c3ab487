import type { PurgeAction, PurgeBatch } from '@cdn-purge/core'
import { ALL_URLS, serve, textOf, type Answer } from './host.ts'

/** How an environment behaves that is not as it should be. */
export interface Quirks {
  /** It is known how a question reaches the environment. */
  readonly isReached: boolean
  readonly isSinglePage: boolean
  /** The edge says that it purged, and did not. */
  isDeaf: boolean
  /** The cache key has no query string, so that nothing asks past the cache through the edge. */
  readonly ignoresQuery: boolean
  /** The origin answers 304 to whoever has any copy. */
  readonly lies304: boolean
  /** The edge answers with an outdated copy once more while it asks the origin. */
  readonly servesStale: boolean
  /** The environment refuses purges by exact URL. */
  readonly refusesUrls: boolean
}

interface Copy {
  readonly answer: Answer
  readonly isOutdated: boolean
}

export interface Visited {
  readonly answer: Answer
  readonly cacheStatus: string
}

/** One environment: a server with files, and the edge in front of it. */
export interface Place {
  readonly name: string
  readonly quirks: Quirks
  readonly files: Map<string, string>
  origin(url: string): Answer
  visit(url: string): Visited
  /** What the edge holds. */
  copies(): ReadonlyMap<string, Copy>
  /** The time of a copy is up. */
  outdate(url: string): void
  purge(action: PurgeAction, batch: PurgeBatch): void
}

export function createPlace(name: string, quirks: Quirks): Place {
  const files = new Map<string, string>()
  const cache = new Map<string, Copy>()
  const origin = (url: string): Answer => serve(files, url, quirks.isSinglePage)

  function fill(url: string, cacheStatus: string): Visited {
    const answer = origin(url)
    cache.set(url, { answer, isOutdated: false })
    return { answer, cacheStatus }
  }

  return {
    name,
    quirks,
    files,
    origin,
    copies: () => cache,
    visit(url) {
      const copy = cache.get(url)
      if (!copy) return fill(url, 'MISS')
      if (!copy.isOutdated) return { answer: copy.answer, cacheStatus: 'HIT' }
      const { answer } = copy
      const isUnchanged = quirks.lies304 || textOf(answer) === textOf(origin(url))
      if (isUnchanged) {
        cache.set(url, { answer, isOutdated: false })
        return { answer, cacheStatus: 'REVALIDATED' }
      }
      const filled = fill(url, 'EXPIRED')
      return quirks.servesStale ? { answer, cacheStatus: 'UPDATING' } : filled
    },
    outdate(url) {
      const copy = cache.get(url)
      if (copy) cache.set(url, { ...copy, isOutdated: true })
    },
    purge(action, batch) {
      if (quirks.isDeaf) return
      for (const url of meantBy(batch)) {
        const copy = cache.get(url)
        if (action === 'purge') cache.delete(url)
        else if (copy) cache.set(url, { ...copy, isOutdated: true })
      }
    },
  }
}

/** Gives the addresses that a purge is for, cached or not. */
export function meantBy(batch: PurgeBatch): string[] {
  return ALL_URLS.filter((url) => isMeant(url, batch))
}

/** What a key reaches: a host all of it, a prefix whole segments only. */
function isMeant(url: string, batch: PurgeBatch): boolean {
  const place = url.replace('https://', '')
  switch (batch.by) {
    case 'files':
      return batch.targets.some((target) => target === url)
    case 'hosts':
      return batch.targets.some((host) => place.startsWith(`${host}/`))
    case 'prefixes':
      return batch.targets.some((prefix) => place === prefix || place.startsWith(`${prefix}/`))
    case 'tags':
      return false
    case 'everything':
      return true
    default: {
      const never: never = batch
      return never
    }
  }
}
