import picomatch from 'picomatch'
import { PurgeError } from './errors.ts'

/** Decides what a scan leaves out. */
export interface Ignore {
  /** True for a file that is left out. */
  readonly file: (path: string) => boolean
  /** True only for a folder below which everything is left out, so that it need not be read. */
  readonly folder: (path: string) => boolean
}

/**
 * Compiles globs, matched against whole paths, names that begin with a dot included: `**\/*.map`, `drafts/**`, `drafts/`.
 *
 * @throws {PurgeError} `bad-option` for a glob that is empty or begins with `!`.
 */
export function createIgnore(globs: readonly string[]): Ignore {
  const patterns = globs.map(normalize)
  // A pattern for the files of a folder says nothing of what is below, so only `…/**` may spare the reading.
  const folders = patterns.filter((glob) => glob.endsWith('/**')).map((glob) => glob.slice(0, -3))
  return { file: matchAny(patterns), folder: matchAny(folders) }
}

function normalize(glob: string): string {
  if (glob === '' || /^!(?!\()/.test(glob)) {
    throw new PurgeError(
      'bad-option',
      `\`ignore\` has the glob "${glob}", which selects nothing.`,
      {
        hint: 'List what is left out: "**/*.map", or "drafts/" for a folder. "!" would leave out everything else.',
      },
    )
  }
  const fromRoot = glob.replace(/^\.?\//, '')
  return fromRoot.endsWith('/') ? `${fromRoot}**` : fromRoot
}

function matchAny(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false
  return picomatch([...globs], { dot: true })
}
