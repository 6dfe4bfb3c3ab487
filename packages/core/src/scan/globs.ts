import picomatch from 'picomatch'
import { PurgeError } from '../errors.ts'

/**
 * Gives globs in the one form that `matchAny` takes: `./a` → `a`, `drafts/` → `drafts/**`.
 *
 * @throws {PurgeError} `bad-option`, naming `option`, for a glob that is empty or begins with `!`.
 */
export function normalizeGlobs(option: string, globs: readonly string[]): string[] {
  return globs.map((glob) => {
    if (glob === '' || /^!(?!\()/.test(glob)) {
      throw new PurgeError('bad-option', `\`${option}\` has the glob "${glob}".`, {
        hint: 'List what is meant: "**/*.map", or "drafts/" for a folder. "!" would match everything else.',
      })
    }
    const fromRoot = glob.replace(/^\.?\//, '')
    return fromRoot.endsWith('/') ? `${fromRoot}**` : fromRoot
  })
}

/** Gives a function that says whether one of the globs matches a whole path, names that begin with a dot included. */
export function matchAny(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false
  // Paths have `/` on every system, so a backslash in a glob always escapes.
  return picomatch([...globs], { dot: true, windows: false })
}
