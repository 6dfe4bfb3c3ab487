import { matchAny, normalizeGlobs } from './globs.ts'

/** Decides what a scan leaves out. */
export interface Ignore {
  /** True for a file that is left out. */
  readonly file: (path: string) => boolean
  /** True only for a folder below which everything is left out, so that it need not be read. */
  readonly folder: (path: string) => boolean
}

/**
 * Compiles globs, matched against whole paths: `**\/*.map`, `drafts/**`, `drafts/`.
 *
 * @throws {PurgeError} `bad-option` for a glob that is empty or begins with `!`.
 */
export function createIgnore(globs: readonly string[]): Ignore {
  const patterns = normalizeGlobs('ignore', globs)
  // A pattern for the files of a folder says nothing of what is below, so only `…/**` may spare the reading.
  const folders = patterns.filter((glob) => glob.endsWith('/**')).map((glob) => glob.slice(0, -3))
  return { file: matchAny(patterns), folder: matchAny(folders) }
}
