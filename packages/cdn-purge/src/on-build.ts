import { hasCredentials } from '@cdn-purge/cloudflare'
import { PurgeError, type Plan } from '@cdn-purge/core'
import { isCI, isPR } from 'ci-info'
import path from 'node:path'
import { beginScanned } from './begin.ts'
import type { BuildResult, Reporter } from './build/build-result.ts'
import { errorLines } from './cli/error-lines.ts'
import { readKnowledge } from './ledger/knowledge.ts'
import { offlineLimits } from './plan/offline-limits.ts'
import { openLedger } from './ledger/open-ledger.ts'
import type { Operation } from './operation.ts'
import type { Options, ResolvedOptions } from './options/options.ts'
import { outputsOf } from './build/outputs-of.ts'
import { planDeploy } from './plan/plan-deploy.ts'
import { rememberable } from './options/rememberable.ts'
import { extraLines } from './report/report-outcome.ts'
import { planLines } from './report/report-plan.ts'
import { DEFAULT_LEDGER, resolveOptions } from './options/resolve-options.ts'
import { exitCode, resultLine } from './report/result.ts'
import { deploymentOf, readDeploy, run } from './run.ts'
import { scanBuild } from './build/scanned-build.ts'
import { isLive } from './ledger/settle.ts'
import { siteOf } from './build/site-of.ts'

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
 * @throws {PurgeError} where the build must fail: `bad-option` always, all else as `onError` says.
 */
export async function onBuild(
  options: Options,
  build: BuildResult,
  reporter: Reporter,
  surroundings: BuildSurroundings = HERE,
): Promise<void> {
  const resolved = resolveOptions(options, {
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
  // A build that cannot be recorded can still be deployed; a purge that was begun must not fail unseen.
  const whenRecording = resolved.onError ?? (resolved.run === 'deploy' ? 'fail' : 'warn')
  const plan = await unlessItMayFail(whenRecording, reporter, NOT_RECORDED, () =>
    recordBuild(options, resolved, build, reporter, surroundings.env),
  )
  if (plan) {
    await unlessItMayFail(resolved.onError ?? 'fail', reporter, NOT_PURGED, () =>
      purgeIfLive(resolved, build, plan, reporter, surroundings),
    )
  }
  if (surroundings.isCI && resolved.ledgerIsDefault) {
    reporter.warn(
      `cdn-purge: the ledger is the folder "${DEFAULT_LEDGER}" of this machine, which is gone after the job. Keep it (a cache of the CI), or name a place that stays with \`ledger\`.`,
    )
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
    if (policy === 'fail' || !(error instanceof PurgeError)) throw error
    reporter.warn(`cdn-purge: ${errorLines(error, false).join('\n')}`)
    reporter.warn(`cdn-purge: ${meaning}`)
    return undefined
  }
}

/** Scans the output, prints what a deploy of it will purge, and begins its record. */
async function recordBuild(
  options: Options,
  resolved: ResolvedOptions,
  build: BuildResult,
  reporter: Reporter,
  env: Operation['env'],
): Promise<Plan> {
  const outputs = outputsOf(resolved, build.outputs)
  const { fingerprinted } = build
  const scanned = await scanBuild({ options: resolved, outputs, fingerprinted, marker: 'write' })
  for (const { text } of scanned.notes) reporter.warn(`cdn-purge: ${text}`)
  const site = siteOf(resolved, scanned)
  // What is live before the deploy may be a doubt, and the plan then shows what that widens.
  const operation = createOperation(resolved, env, reporter)
  await beginScanned(operation, scanned, rememberable(options, outputs, build.root))
  const knowledge = await readKnowledge(openLedger(resolved), { build: scanned.build }, { site })
  const { manifest } = scanned
  const plan = planDeploy({
    options: resolved,
    knowledge,
    manifest,
    build: scanned.build,
    site,
    limits: offlineLimits(resolved),
  })
  reporter.info(
    ['cdn-purge: a deploy of this build purges', ...planLines(plan, { all: false })].join('\n'),
  )
  return plan
}

async function purgeIfLive(
  resolved: ResolvedOptions,
  build: BuildResult,
  plan: Plan,
  reporter: Reporter,
  { env }: BuildSurroundings,
): Promise<void> {
  const withDirs = { ...resolved, dirs: outputsOf(resolved, build.outputs).map(({ dir }) => dir) }
  const base = resolved.base ?? plan.site.base
  const operation = createOperation({ ...withDirs, base }, env, reporter)
  const next = `After the deploy: ${runCommand(resolved)}`
  if (resolved.run === 'build') return reporter.info(`cdn-purge: recorded. ${next}`)
  if (resolved.run === 'auto') {
    if (!hasCredentials(env)) return reporter.info(`cdn-purge: recorded. ${next}`)
    const found = await readDeploy(operation)
    if (!(await isLive(operation, deploymentOf(found, plan, {})))) {
      return reporter.info(`cdn-purge: recorded; this build is not live yet. ${next}`)
    }
  }
  const result = await run(operation)
  const line = resultLine(result)
  if (exitCode(result, resolved.requireProof) === 0) return reporter.info(`cdn-purge: ${line}`)
  throw new PurgeError('not-live', line, { hint: `Go on with: ${runCommand(resolved)}` })
}

function runCommand({ root, ledger, ledgerIsDefault }: ResolvedOptions): string {
  if (ledgerIsDefault || typeof ledger !== 'string') return 'npx cdn-purge run'
  const place = path.isAbsolute(ledger) ? path.relative(root, ledger) : ledger
  // A shell would put the value where the name of a variable is meant.
  return `npx cdn-purge run --ledger ${/^[\w./:-]+$/.test(place) ? place : `'${place}'`}`
}

function createOperation(
  options: ResolvedOptions,
  env: Operation['env'],
  reporter: Reporter,
): Operation {
  return {
    options,
    env,
    onEvent(event) {
      if (event.kind === 'note') {
        const { code, text } = event.note
        if (code === 'unrecorded-build') reporter.warn(`cdn-purge: ${text}`)
        else reporter.info(`cdn-purge: ${text}`)
      }
      if (event.kind === 'extra') {
        reporter.info(`cdn-purge: ${extraLines([event]).join('\n')}`)
      }
      if (event.kind === 'waiting') {
        const left = Math.ceil((event.ofMs - event.waitedMs) / 1000)
        reporter.info(`cdn-purge: waiting for this build to be live, ${left} s left`)
      }
    },
  }
}
