import { hasCredentials } from '@cdn-purge/cloudflare'
import { PurgeError, type Plan } from '@cdn-purge/core'
import path from 'node:path'
import { isLive } from '../ledger/settle.ts'
import type { Operation } from '../operation.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { exitCode, resultLine } from '../report/result.ts'
import { buildOperation } from './build-operation.ts'
import type { BuildResult, Reporter } from './build-result.ts'
import { outputsOf } from './outputs-of.ts'
import { ownBases } from './own-bases.ts'

/** Goes on to the purge where this build is live already, or is said to be; else says how to go on after the deploy. */
export async function purgeIfLive(
  resolved: ResolvedOptions,
  build: BuildResult,
  plan: Plan,
  reporter: Reporter,
  env: Operation['env'],
): Promise<void> {
  const outputs = outputsOf(resolved, build.outputs)
  const withDirs = {
    ...resolved,
    dirs: outputs.map(({ dir }) => dir),
    bases: new Map(Object.entries(ownBases(outputs))),
  }
  const base = resolved.base ?? plan.site.base
  const operation = buildOperation({ ...withDirs, base }, env, reporter)
  const next = `After the deploy: ${runCommand(resolved)}`
  if (resolved.run === 'build') return reporter.info(`cdn-purge: recorded. ${next}`)
  if (resolved.run === 'auto' && !hasCredentials(env)) {
    return reporter.info(`cdn-purge: recorded. ${next}`)
  }
  // Most builds end before this, so they do not wait for what it takes to purge.
  const { deploymentOf, readDeploy, run } = await import('../run.ts')
  if (resolved.run === 'auto') {
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
