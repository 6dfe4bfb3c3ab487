import type { Plan } from '@cdn-purge/core'
import type { Begun } from '../../packages/cdn-purge/src/begin.ts'
import type { Result } from '../../packages/cdn-purge/src/report/result.ts'
import type { Files } from './host.ts'
import type { Process } from './process.ts'
import type { Addresses } from './addresses.ts'
import type { TrueDeploy, Truth } from './truth.ts'

/** Somebody with an output folder, who records, uploads and purges. */
export interface Deployer {
  readonly name: string
  readonly dir: string
  /** Of the environment that is deployed to. */
  truth: Truth
  addresses: Addresses
  /** What lies in the folder, without the marker. */
  files: Files | undefined
  build: string
  begun: { readonly id: string; readonly isTaken: boolean } | undefined
  hasUploaded: boolean
  job: Job | undefined
}

/** Files on their way to the server. */
export interface Upload {
  readonly truth: Truth
  readonly who: Deployer
  readonly build: string
  /** A file without a text goes. */
  readonly queue: [path: string, text: string | undefined][]
  /** Its own run settled it already; what it still changes is that run's fault. */
  isSettled: boolean
}

export type Work =
  | 'begin'
  | 'run'
  | 'run for everything'
  | 'apply'
  | 'close'
  | 'forget'
  | 'plan'
  | 'verify'

/** These change nothing, at the edge or in the ledger. */
export const READING: ReadonlySet<Work> = new Set(['plan', 'verify'])

/** One process, and what there was when it started. */
export interface Job {
  readonly work: Work
  readonly process: Process<Begun | Result | undefined>
  readonly truth: Truth
  readonly addresses: Addresses
  /** What the build has, with the marker if it lies there. */
  readonly next: Files
  readonly build: string
  readonly startedAt: number
  readonly before: {
    readonly pushes: number
    readonly damages: number
    readonly isInDoubt: boolean
    /** Deploys of this build that were begun in time, and are open. */
    readonly begun: readonly TrueDeploy[]
    /** Builds that the edge may hold content of. */
    readonly builds: readonly Files[]
    /** Those of other deploys. */
    readonly addresses: readonly Addresses[]
  }
  readonly plans: Plan[]
  faults: number
  /** An edge that does not purge said that it did. */
  wasIgnored: boolean
  /** The build that the site was compared with. */
  verified: string | undefined
  /** The deploy that it settled. */
  settled: string | undefined
  /** What was outdated when the deploy was settled. */
  outdated: readonly string[] | undefined
}

export const isWide = (plan: Plan): boolean =>
  plan.notes.some(({ code }) => code === 'whole-site' || code === 'everything')
