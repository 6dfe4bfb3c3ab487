import { PurgeError } from '@cdn-purge/core'
import path from 'node:path'
import type { BuildOutput } from './build-result.ts'
import type { ResolvedOptions } from '../options/options.ts'

/**
 * Gives the folders that are deployed: `dir` where the user named it, else what the bundler wrote.
 *
 * @throws {PurgeError} `bad-option` where neither is known.
 */
export function outputsOf(
  options: Pick<ResolvedOptions, 'base' | 'bases' | 'dirs'>,
  written: readonly BuildOutput[] = [],
): BuildOutput[] {
  if (options.dirs.length > 0) {
    return options.dirs.map((dir) => ({
      dir,
      base: options.bases.get(dir) ?? options.base ?? baseOf(dir, written),
    }))
  }
  if (written.length > 0) {
    return written.map(({ dir, base }) => ({
      dir,
      base: options.bases.get(dir) ?? options.base ?? base,
    }))
  }
  throw new PurgeError('bad-option', '`dir` is missing: which folder is deployed is not known.', {
    hint: 'Name it with `--dir dist` or in the configuration file.',
  })
}

/**
 * Gives the base of a folder that the user named from what the bundler wrote there or below it:
 * where it wrote `dist/assets` for `/docs/assets/`, `dist` is served below `/docs/`.
 */
function baseOf(dir: string, written: readonly BuildOutput[]): string | undefined {
  const same = written.find((output) => output.dir === dir)
  if (same) return same.base
  const below = written.find((output) => output.dir.startsWith(dir + path.sep))
  const base = (below ?? written[0])?.base
  if (!below || base === undefined) return base
  const inside = path.relative(dir, below.dir).split(path.sep).join('/')
  return base.endsWith(`/${inside}/`) ? base.slice(0, -inside.length - 1) : base
}
