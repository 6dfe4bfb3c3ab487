import type { PurgeAction } from '../purger.ts'
import type { NodeChoice } from './choose-nodes.ts'
import type { Cause } from './demand.ts'
import type { Copies } from './kept.ts'

/** One key of a purge, and why it is there. */
export interface ChosenKey {
  readonly action: PurgeAction
  readonly by: 'tags' | 'prefixes' | 'hosts'
  readonly key: string
  readonly cause: Cause
  /** True where documents are among what it is for, so that it comes late. */
  readonly isLate: boolean
}

export interface KeyChoice {
  readonly keys: readonly ChosenKey[]
  /** Says that a key surely deletes every copy of a URL of this path; one that is only marked stale is not. */
  readonly deletes: (url: string, path: string | undefined) => boolean
  /** Says that a key may reach a copy of this URL, which has this path. */
  touches(url: string, path: string): boolean
  /** Unchanged copies that may be touched. */
  readonly purged: Copies
  readonly invalidated: Copies
  /** True where wider keys were taken than the narrowest, to end in time. */
  readonly isWidened: boolean
}

/** A choice of nodes, with the tags beside it. */
export interface KeysFound {
  readonly choice: NodeChoice
  readonly tags: ReadonlySet<string>
  readonly isWidened: boolean
}
