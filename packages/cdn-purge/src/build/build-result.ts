import type { Options } from '../options/options.ts'

/** One folder that a build wrote, and the URL prefix it is served under. */
export interface BuildOutput {
  /** Absolute. */
  readonly dir: string
  /** With a slash at both ends, `/docs/`; undefined where the bundler does not know it. An absolute URL where assets have an origin of their own. */
  readonly base: string | undefined
}

/** What a bundler knows at the last moment of a production build that succeeded. There is none for any other build. */
export interface BuildResult {
  /** What built it, and whose configuration the options stand in: `vite`, `webpack`, `Astro`, … */
  readonly bundler: string
  /** The project's root, absolute: what relative options are resolved against. */
  readonly root: string
  readonly mode: string
  /** At least one; server outputs are left out. */
  readonly outputs: readonly BuildOutput[]
  /** What the bundler says of the names it gave, by absolute file; files it does not know are absent. */
  readonly fingerprinted: ReadonlyMap<string, boolean>
  /** Options that a framework's own configuration answers; those that the user wrote win, and `ignore` is added up. */
  readonly site?: Pick<Options, 'fallback' | 'ignore' | 'trailingSlash'>
}

/** How a bundler shows lines to the person who builds. */
export interface Reporter {
  info(text: string): void
  warn(text: string): void
}
