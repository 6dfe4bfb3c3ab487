import type { Note } from '../note.ts'
import type { Site } from '../site/site.ts'

/** A build that a deploy put, or may have put, under the site's URLs. */
export interface RecordedBuild {
  /** See `buildId`. */
  readonly build: string
  /** Store key of its manifest. */
  readonly manifest: string
}

/** What is known of a deploy's end. A settled record counts as closed. */
export type DeployState =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'settled'
      /** Ids of the records that were in its baseline and closed when its purge was planned. */
      readonly covers: readonly string[]
      /** Names of the debts that its purge paid: see `Owed`. */
      readonly pays: readonly string[]
      /** Why pages of a build that nobody recorded may still be cached; empty when nothing speaks for it. */
      readonly doubts: readonly Note[]
    }

/** URLs whose copies must still go although no difference between recorded builds asks for it. */
export interface Owed {
  /** `<deploy id>/owed-<id>` */
  readonly name: string
  readonly urls: readonly string[]
  readonly why: Note
  /** When the deploy that owes them began, in ms since the epoch. */
  readonly since: number
}

/** One deploy, put together from the keys that were written for it. */
export interface DeployRecord {
  /** Unique, also where the same build is deployed twice. */
  readonly id: string
  /** In ms since the epoch, for people, and for `abandonAfter`. */
  readonly startedAt: number
  readonly site: Site
  /** What the deployer began with, and what later scans of the same output found; at least one. */
  readonly builds: readonly RecordedBuild[]
  /** What the deploy step needs to know again, as the plugin resolved it. */
  readonly options: Readonly<Record<string, unknown>>
  /** What spoke against the records when the deploy began, such as a live build that none of them knows. */
  readonly doubts: readonly Note[]
  readonly owed: readonly Owed[]
  /** True once a deployer took it for its upload: no other one may go on with it. */
  readonly taken: boolean
  readonly state: DeployState
}

/** The format's version; a record of another one is not understood and puts the baseline in doubt. */
export const RECORD_VERSION = 1
