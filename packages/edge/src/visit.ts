import type { IncomingMessage } from 'node:http'
import type { Cache } from './cache.ts'
import type { CacheKey } from './cache-key.ts'
import type { ResolvedRules } from './cache-rules.ts'
import type { HeaderLines } from './header-lines.ts'
import type { Origin } from './origin.ts'

/** One request of a visitor, once it is known where it belongs. */
export interface Visit {
  readonly method: string
  /** Path and query as written. */
  readonly target: string
  /** As the visitor wrote it: `http://localhost:8787/app.css`. */
  readonly url: string
  readonly headers: HeaderLines
  /** Set when the request has a body. */
  readonly body?: IncomingMessage
  /** Nothing when the URL is never cached. */
  readonly key: CacheKey | undefined
}

/** A visit whose answer may be cached. */
export type CacheableVisit = Visit & { readonly key: CacheKey }

/** What a visit is answered from. */
export interface Sources {
  readonly cache: Cache
  readonly origin: Origin
  readonly rules: ResolvedRules
  readonly clock: () => number
  /** Ids of the keys that are being fetched anew behind a stale answer. */
  readonly updating: Set<string>
}
