import { PurgeError, matchAny, normalizeGlobs } from '@cdn-purge/core'

/** Gives the function that says whether one of the globs of an option matches a path. `problem` hears of globs that are none. */
export function createMatcher(
  option: string,
  globs: unknown,
  problem: (text: string) => undefined,
): (path: string) => boolean {
  const list: unknown[] = Array.isArray(globs) ? globs : [globs]
  if (list.length === 0 || !list.every((glob) => typeof glob === 'string')) {
    problem(`\`${option}\` must be a glob or a list of globs.`)
    return () => false
  }
  try {
    return matchAny(normalizeGlobs(option, list.map(String)))
  } catch (error) {
    if (!(error instanceof PurgeError && error.code === 'bad-option')) throw error
    problem([error.message, error.hint].join(' '))
    return () => false
  }
}
