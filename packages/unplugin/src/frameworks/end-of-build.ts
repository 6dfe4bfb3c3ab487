import { resolveOptions, type BuildResult, type Options, type Reporter } from 'cdn-purge'
import type { Finish } from '../create-plugins.ts'
import { toShownError } from '../shown-error.ts'

/** What is left to a framework once its options were checked: to say when it ended, with what. */
export type EndOfBuild = (build: BuildResult, reporter: Reporter) => Promise<void>

/**
 * Checks the options where the configuration is read, and gives what the framework's last hook calls. It rejects with an error
 * whose stack is its message, as every framework prints one of the two.
 *
 * @throws {PurgeError} `bad-option`
 */
export function createEndOfBuild(options: Options, finish: Finish): EndOfBuild {
  resolveOptions(options, { root: process.cwd(), source: 'unplugin-cdn-purge' })
  return async (build, reporter) => {
    try {
      await finish(options, build, reporter)
    } catch (error) {
      throw toShownError(error, (text) => text)
    }
  }
}
