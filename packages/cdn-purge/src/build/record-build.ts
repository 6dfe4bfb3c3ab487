import type { Plan } from '@cdn-purge/core'
import { beginScanned } from '../begin.ts'
import { readKnowledge } from '../ledger/knowledge.ts'
import { openLedger } from '../ledger/open-ledger.ts'
import type { Operation } from '../operation.ts'
import type { Options, ResolvedOptions } from '../options/options.ts'
import { rememberable } from '../options/rememberable.ts'
import { offlineLimits } from '../plan/offline-limits.ts'
import { planDeploy } from '../plan/plan-deploy.ts'
import { planLines } from '../report/report-plan.ts'
import { explainCauses } from '../causes/explain-causes.ts'
import { buildOperation } from './build-operation.ts'
import type { BuildResult, Reporter } from './build-result.ts'
import { createBuiltText } from './built-text.ts'
import { outputsOf } from './outputs-of.ts'
import { scanBuild } from './scanned-build.ts'
import { shaped } from './shaped.ts'
import { siteOf } from './site-of.ts'

/** Scans the output, prints what a deploy of it will purge, and begins its record. */
export async function recordBuild(
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
  const operation = buildOperation(resolved, env, reporter)
  const ledger = openLedger(resolved)
  const remembered = rememberable(options, outputs, build.root)
  await beginScanned(operation, scanned, { remembered, ledger })
  const knowledge = await readKnowledge(ledger, { build: scanned.build }, { site })
  // The record that was begun has the shapes already.
  const manifest = shaped(scanned, knowledge.recorded)
  const plan = planDeploy({
    options: resolved,
    knowledge,
    manifest,
    build: scanned.build,
    site,
    limits: offlineLimits(resolved),
  })
  const textOf = createBuiltText({ ...resolved, dirs: outputs.map(({ dir }) => dir) }, manifest)
  const explained = await explainCauses(plan, textOf)
  reporter.info(
    ['cdn-purge: a deploy of this build purges', ...planLines(explained, { all: false })].join(
      '\n',
    ),
  )
  return plan
}
