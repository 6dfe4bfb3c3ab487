import type { StoredResponse } from './cache.ts'
import { freshnessAt } from './freshness.ts'

/** One stored response, as seen from outside. */
export interface CacheEntry {
  readonly environment: string
  /** As the visitor wrote it who filled the cache: `http://localhost:8787/app.css`. */
  readonly url: string
  /** In lower case, without port. */
  readonly host: string
  /** With its query. */
  readonly path: string
  /** Request headers that tell this copy from others of the URL, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly status: number
  readonly body: Uint8Array
  readonly tags: readonly string[]
  readonly storedAt: number
  readonly stale: boolean
}

/** Describes a stored response as it stands at one moment. */
export function describeEntry(
  environment: string,
  stored: StoredResponse,
  now: number,
): CacheEntry {
  const { key, selection, tags, url, status, body, storedAt } = stored
  return {
    environment,
    url,
    host: key.url.host,
    path: `${key.url.path}${key.url.query}`,
    headers: Object.fromEntries([...key.headers, ...selection]),
    status,
    body,
    tags: [...tags],
    storedAt,
    stale: !freshnessAt(now, stored).fresh,
  }
}
