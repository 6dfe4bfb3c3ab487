import type { CacheKey } from './cache-key.ts'
import { freshnessAt, type Freshness } from './freshness.ts'
import type { HeaderLines } from './header-lines.ts'
import { isSelected, type Selection } from './vary.ts'

/** A response at the edge. */
export interface StoredResponse {
  readonly key: CacheKey
  /** As the visitor wrote it who filled the cache: `http://localhost:8787/app.css`. */
  readonly url: string
  readonly selection: Selection
  readonly status: number
  readonly headers: HeaderLines
  readonly body: Buffer
  /** In lower case; those that the response carried when it was stored. */
  readonly tags: ReadonlySet<string>
  readonly freshness: Freshness
  /** Milliseconds since the epoch, as all times here. */
  readonly storedAt: number
  readonly invalidatedAt?: number
}

/** Says which stored responses a purge means. */
export type Selector = (stored: Pick<StoredResponse, 'key' | 'tags'>) => boolean

/** A fetch under way whose answer may be stored. */
export interface Fill {
  readonly since: number
}

/** The stored responses of one environment. */
export interface Cache {
  find(key: CacheKey, request: HeaderLines): StoredResponse | undefined
  /** Notes that a fetch starts. Every fill must be ended. */
  begin(): Fill
  end(fill: Fill): void
  /**
   * Stores the answer of a fetch, unless a purge meant it while the fetch was under way. An
   * invalidation meanwhile leaves it stored and stale.
   */
  store(fill: Fill, response: StoredResponse): void
  /** Drops one response if it is still the one stored. */
  drop(response: StoredResponse): void
  /** Deletes what is selected, and gives how many that were. */
  purge(selector: Selector): number
  /** Marks what is selected as stale, and gives how many that were. */
  invalidate(selector: Selector, at: number): number
  entries(): StoredResponse[]
}

/**
 * Creates an empty cache. With `storeInFlight`, an answer asked for before a purge is stored after
 * it.
 */
export function createCache(storeInFlight: boolean): Cache {
  const stored = new Map<string, readonly StoredResponse[]>()
  // What happened while fetches are under way, so that their answers can be judged when they arrive.
  const events: { readonly selector: Selector; readonly invalidatedAt?: number }[] = []
  const fills = new Set<Fill>()

  function all(): StoredResponse[] {
    return [...stored.values()].flat()
  }

  function remember(event: (typeof events)[number]): void {
    if (fills.size > 0) events.push(event)
  }

  function replace(id: string, responses: readonly StoredResponse[]): void {
    if (responses.length === 0) stored.delete(id)
    else stored.set(id, responses)
  }

  return {
    find: (key, request) =>
      stored.get(key.id)?.find((response) => isSelected(request, response.selection)),
    begin() {
      const fill = { since: events.length }
      fills.add(fill)
      return fill
    },
    end(fill) {
      fills.delete(fill)
      if (fills.size === 0) events.length = 0
    },
    store(fill, response) {
      const meanwhile = storeInFlight
        ? []
        : events.slice(fill.since).filter((event) => event.selector(response))
      if (meanwhile.some((event) => event.invalidatedAt === undefined)) return
      const invalidatedAt = meanwhile.at(-1)?.invalidatedAt
      const others = (stored.get(response.key.id) ?? []).filter(
        (other) => !sameSelection(other.selection, response.selection),
      )
      const next = invalidatedAt === undefined ? response : { ...response, invalidatedAt }
      replace(response.key.id, [next, ...others])
    },
    drop(response) {
      const kept = (stored.get(response.key.id) ?? []).filter((other) => other !== response)
      replace(response.key.id, kept)
    },
    purge(selector) {
      remember({ selector })
      const before = all()
      for (const [id, responses] of stored) {
        replace(
          id,
          responses.filter((response) => !selector(response)),
        )
      }
      return before.length - all().length
    },
    invalidate(selector, at) {
      remember({ selector, invalidatedAt: at })
      const selected = all().filter((response) => selector(response))
      for (const [id, responses] of stored) {
        const marked = responses.map((response) =>
          selector(response) && freshnessAt(at, response).fresh
            ? { ...response, invalidatedAt: at }
            : response,
        )
        replace(id, marked)
      }
      return selected.length
    },
    entries: all,
  }
}

function sameSelection(one: Selection, other: Selection): boolean {
  return one.size === other.size && [...one].every(([name, value]) => other.get(name) === value)
}
