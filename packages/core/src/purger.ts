import type { RateLimits } from './planner/rate-limits.ts'

/** One URL to purge, alone or with the request headers that its cached copy was stored under. */
export type FileTarget =
  | string
  | { readonly url: string; readonly headers: Readonly<Record<string, string>> }

/** Targets of one kind; a request to a CDN never mixes kinds. */
export type PurgeBatch =
  | { readonly by: 'files'; readonly targets: readonly FileTarget[] }
  | { readonly by: 'prefixes'; readonly targets: readonly string[] }
  | { readonly by: 'tags'; readonly targets: readonly string[] }
  | { readonly by: 'hosts'; readonly targets: readonly string[] }
  | { readonly by: 'everything'; readonly targets: readonly [] }

/** `purge` deletes stored copies; `invalidate` keeps them, marked stale. */
export type PurgeAction = 'purge' | 'invalidate'

/** What a CDN answered to a batch it accepted. Acceptance only: it does not say that anything was evicted. */
export interface PurgeReceipt {
  readonly id: string
}

/** What one request may carry, and what the target accepts. */
export interface Limits {
  /** URLs one request may carry. */
  readonly maxUrls: number
  /** Prefixes, tags or hosts one request may carry. */
  readonly maxKeys: number
  /** False where the environment refuses exact URLs (Cloudflare's code 1136). */
  readonly acceptsUrls: boolean
}

/** Purges one environment's cache. The only seam between the flow and a CDN. */
export interface Purger {
  readonly limits: Limits
  /** How fast it takes batches; undefined where nothing is known of that. */
  readonly rates?: RateLimits

  /**
   * Sends one batch. Safe to repeat.
   *
   * @throws {PurgeError} `url-refused` (carries `details.targets`), `too-many-targets` (`details.takes`, a size that is surely taken),
   *   `target-refused` where the fault is in one of the targets, `rate-limited` (`details.retryAfterMs`, if the CDN said it),
   *   `api-unreachable`, `api-refused`, `api-unreadable`.
   */
  send(action: PurgeAction, batch: PurgeBatch, signal?: AbortSignal): Promise<PurgeReceipt>
}
