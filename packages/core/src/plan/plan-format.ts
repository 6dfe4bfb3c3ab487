import type { Change } from '../changes/diff.ts'
import type { Note } from '../note.ts'
import type { PurgeAction, PurgeBatch } from '../purger.ts'
import type { Site } from '../site/site.ts'

/** One request of a plan, small enough to be sent as it is. */
export type PlanRequest = PurgeBatch & { readonly action: PurgeAction; readonly reason: string }

/** Counts over a whole plan. */
export interface PlanStats {
  readonly added: number
  readonly changed: number
  readonly removed: number
  /** Paths with other headers alone; left out where there are none. */
  readonly headers?: number
  /** Sources and paths that are redirected otherwise; left out where there are none. */
  readonly redirect?: number
  /** Removed paths whose cached copies stay, as their names vouch for the bytes and no wide key takes them along. */
  readonly kept: number
  /** URLs, prefixes, tags and hosts over all requests. */
  readonly targets: number
  readonly requests: number
  /** At the documented rate, from full buckets; 0 where the rate is not known. */
  readonly seconds: number
  /** Unchanged URLs whose copies may be deleted along. */
  readonly purgedUnchangedUrls: number
  readonly purgedUnchangedBytes: number
  /** Unchanged URLs whose copies may be marked stale along. */
  readonly invalidatedUnchangedUrls: number
  readonly invalidatedUnchangedBytes: number
}

/** Whom a plan is for. A mode that does not know a field leaves it out. */
export interface PlanAbout {
  readonly zone?: string
  /** Left out for production, which is purged through the zone. */
  readonly environment?: string
  /** See `buildId`. */
  readonly build?: string
  /** Ids of the deploys that the changes were found against. */
  readonly baseline?: readonly string[]
}

/** What would be purged, and why: complete, and sent exactly as it stands. */
export interface Plan extends PlanAbout {
  readonly version: 1
  readonly site: Site
  readonly changes: readonly Change[]
  readonly requests: readonly PlanRequest[]
  readonly notes: readonly Note[]
  readonly stats: PlanStats
}
