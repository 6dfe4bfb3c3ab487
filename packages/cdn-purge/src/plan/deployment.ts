import type {
  DeployRecord,
  Learned,
  Ledger,
  Manifest,
  Note,
  Owed,
  Plan,
  Site,
} from '@cdn-purge/core'

/** A plan and all that is needed to carry it out. */
export interface Deployment {
  readonly plan: Plan
  readonly manifest: Manifest
  /** Builds that the edge may hold content of. */
  readonly older: readonly Manifest[]
  /** Ids of the builds that a record of the baseline explains. */
  readonly known: ReadonlySet<string>
  readonly site: Site
  readonly ledger: Ledger
  /** What earlier runs learned of the environment's limits. */
  readonly learned: Learned
  /** The baseline that the plan was made against. */
  readonly baseline: readonly DeployRecord[]
  /** When that baseline was read, in ms since the epoch. */
  readonly readAt: number
  /** What earlier runs owe, and this purge pays where the origin has come along. */
  readonly debts: readonly Owed[]
  /** What the settle covers beside it, and what it pays. */
  readonly alsoCovers: readonly string[]
  readonly pays: readonly string[]
  /** The open record of this deploy; undefined where nobody began one. */
  readonly deploy: string | undefined
  /** Path of the marker in the manifest; false where the build is to have none. */
  readonly markerPath: string | false
  /** The build that the marker in the output names. */
  readonly markedBuild: string | undefined
  /** Stay with the ledger after the settle. */
  readonly doubts: readonly Note[]
  /** Why the result is not proven, as far as it is known before the purge. */
  readonly reasons: readonly Note[]
  readonly assumeLive: boolean
  /** True where the plan purges the whole site, so that nothing of an unknown build is left. */
  readonly isWholeSite: boolean
}
