/** What one URL answered through the edge after the purge. */
export interface Verdict {
  readonly url: string
  readonly path: string
  readonly kind: 'fresh' | 'stale' | 'unknown'
  /** `CF-Cache-Status`, where the edge sent one. */
  readonly cacheStatus: string | undefined
  readonly why: string
}
