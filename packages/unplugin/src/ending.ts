import type { BuildResult, Reporter } from 'cdn-purge'

/** How one build of a process ended. A build for servers only ends as `built` with no outputs: it is not scanned, but waited for. */
export type BuildEnd =
  | { readonly kind: 'built'; readonly build: BuildResult }
  | { readonly kind: 'failed' }
  /** Watched, kept in memory, or stopped before anything was written. */
  | { readonly kind: 'nothing' }

/** Builds of one process that end as one. Members are compared by identity. */
export interface BuildGroup {
  /** Makes the group wait for a build that was configured. One that never starts is waited for until the process ends. */
  announce(member: object): void
  start(member: object): void
  /** Finishes with the union if this was the last; rejects with what must fail the build. */
  end(member: object, end: BuildEnd, reporter: Reporter): Promise<void>
}

/** What the part of one bundler is given to end with. */
export interface Ending {
  /** For bundlers that do not say which of several builds is the last. */
  group(root: string): BuildGroup
  /** Rejects with what must fail the build. */
  finish(build: BuildResult, reporter: Reporter): Promise<void>
}
