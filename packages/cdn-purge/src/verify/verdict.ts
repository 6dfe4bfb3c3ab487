/** One URL to look at. */
export interface Check {
  readonly url: string
  readonly path: string
  /** True where the plan does not touch it: only such a URL can show a build that nobody recorded. */
  readonly kept: boolean
  /** Names of headers that rules changed, in lower case: of such a URL the bytes tell nothing. */
  readonly headers?: readonly string[]
  /** True where a redirect changed: what the origin answers is right, whatever it is. */
  readonly redirect?: true
}

/** What one URL answered through the edge. */
export interface Verdict extends Check {
  /** `not-cached`: right, and never from the cache, so that no purge concerns it. `unknown`: it could not be compared. */
  readonly kind: 'fresh' | 'not-cached' | 'stale' | 'unknown'
  /** `CF-Cache-Status`, where the edge sent one. */
  readonly cacheStatus: string | undefined
  /** The data centre that answered: `FRA`. Others may hold other copies. */
  readonly colo: string | undefined
  readonly why: string
  /**
   * What the origin itself answers, where it was asked; `unbuilt`: the same, which is right and yet not what the build has.
   * `unanswered`: nothing came back, or an error of the moment.
   */
  readonly origin: 'this-build' | 'older-build' | 'unbuilt' | 'unanswered' | 'unasked'
}

/** True where the answer was right. */
export function isRight({ kind }: Verdict): boolean {
  return kind === 'fresh' || kind === 'not-cached'
}
