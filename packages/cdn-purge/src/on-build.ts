import { PurgeError } from '@cdn-purge/core'
import { isCI, isPR } from 'ci-info'
import type { BuildResult, Reporter } from './build/build-result.ts'
import { errorLines } from './cli/error-lines.ts'
import type { Options } from './options/options.ts'
import { DEFAULT_LEDGER, resolveOptions } from './options/resolve-options.ts'

/** Where a build runs, as far as it matters here. */
export interface BuildSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isCI: boolean
  /** A build of a pull request is never deployed. */
  readonly isPullRequest: boolean
}

const HERE: BuildSurroundings = { env: process.env, isCI, isPullRequest: isPR === true }

/**
 * Does what a production build ends with: scan, marker, plan, record, and the purge itself where this build is live already.
 *
 * @throws {PurgeError} where the build must fail: `bad-option` always; all else, whatever its kind, as `onError` says.
 */
export async function onBuild(
  options: Options,
  build: BuildResult,
  reporter: Reporter,
  surroundings: BuildSurroundings = HERE,
): Promise<void> {
  const known = withFramework(options, build.site)
  const resolved = resolveOptions(known, {
    root: build.root,
    source: `the ${build.bundler} config`,
  })
  if (resolved.run === false) return
  if (surroundings.isPullRequest) {
    reporter.warn(
      'cdn-purge: skipped, as this is the build of a pull request: nothing is recorded or purged.',
    )
    return
  }
  // A configuration is read by servers too, which never come here.
  const { recordBuild } = await import('./build/record-build.ts')
  const { purgeIfLive } = await import('./build/purge-if-live.ts')
  // A build that cannot be recorded can still be deployed; a purge that was begun must not fail unseen.
  const whenRecording = resolved.onError ?? (resolved.run === 'deploy' ? 'fail' : 'warn')
  const plan = await unlessItMayFail(whenRecording, reporter, NOT_RECORDED, () =>
    recordBuild(known, resolved, build, reporter, surroundings.env),
  )
  if (plan) {
    await unlessItMayFail(resolved.onError ?? 'fail', reporter, NOT_PURGED, () =>
      purgeIfLive(resolved, build, plan, reporter, surroundings.env),
    )
  }
  if (surroundings.isCI && resolved.ledgerIsDefault) {
    reporter.warn(
      `cdn-purge: the ledger is the folder "${DEFAULT_LEDGER}" of this machine, which is gone after the job. Keep it (a cache of the CI), or name a place that stays with \`ledger\`.`,
    )
  }
}

/** What the user writes wins, but for files that are no URLs: those that the framework knows of are none whatever else is left out. */
function withFramework(options: Options, site: BuildResult['site']): Options {
  const { ignore } = site ?? {}
  return {
    ...site,
    ...options,
    ...(ignore !== undefined && { ignore: [ignore, options.ignore ?? []].flat() }),
  }
}

const NOT_RECORDED = 'this build is not recorded; the run after its deploy will be unproven.'
const NOT_PURGED = 'this build is recorded, and what it changed is not purged yet.'

/** Does the work; where its failure must not fail the build, tells it and what it means. */
async function unlessItMayFail<T>(
  policy: 'fail' | 'warn',
  reporter: Reporter,
  meaning: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (policy === 'fail') throw error
    // What nobody expected, a full disk or a bug, must not take the build down either; its stack tells where it came from.
    const lines = errorLines(error, !(error instanceof PurgeError))
    reporter.warn(`cdn-purge: ${lines.join('\n')}`)
    reporter.warn(`cdn-purge: ${meaning}`)
    return undefined
  }
}
