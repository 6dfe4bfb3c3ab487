import { PurgeError } from '@cdn-purge/core'
import type { BuildOutput } from './build-result.ts'
import type { ResolvedOptions } from './options.ts'

/**
 * Gives the folders that are deployed: `dir` where the user named it, else what the bundler wrote.
 *
 * @throws {PurgeError} `bad-option` where neither is known.
 */
export function outputsOf(
  options: ResolvedOptions,
  written: readonly BuildOutput[] = [],
): BuildOutput[] {
  const base = options.base ?? written[0]?.base
  if (options.dirs.length > 0) return options.dirs.map((dir) => ({ dir, base }))
  if (written.length > 0) {
    return written.map((output) => ({ dir: output.dir, base: options.base ?? output.base }))
  }
  throw new PurgeError('bad-option', '`dir` is missing: which folder is deployed is not known.', {
    hint: 'Name it with `--dir dist` or in the configuration file.',
  })
}
