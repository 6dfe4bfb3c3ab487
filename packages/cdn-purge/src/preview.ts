import type { Plan } from '@cdn-purge/core'
import { createBuiltText } from './build/built-text.ts'
import { explainCauses } from './causes/explain-causes.ts'
import { knownLimits } from './plan/known-limits.ts'
import type { Operation } from './operation.ts'
import { planDeploy } from './plan/plan-deploy.ts'
import { readDeploy } from './run.ts'

/** Plans what a run would purge now; needs no network but the ledger's, and no credentials. */
export async function preview(operation: Operation): Promise<Plan> {
  const { options } = operation
  const { manifest, scanned, site, knowledge, learned } = await readDeploy(operation)
  const limits = knownLimits(options, learned)
  const plan = planDeploy({ options, knowledge, manifest, build: scanned.build, site, limits })
  return explainCauses(plan, createBuiltText(options, manifest))
}
