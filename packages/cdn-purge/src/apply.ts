import { PurgeError, type Plan } from '@cdn-purge/core'
import { carryOut } from './purge/carry-out.ts'
import type { Operation } from './operation.ts'
import type { Result } from './report/result.ts'
import { deploymentOf, makePlan, readDeploy, recordOutput, refuse, type RunFlags } from './run.ts'
import { withLock } from './ledger/with-lock.ts'
import { settleQuietly } from './ledger/settle.ts'

export interface ApplyFlags extends Omit<RunFlags, 'everything'> {
  /** Go on with prefixes where the environment turns out to refuse exact URLs. */
  readonly widen?: boolean
}

/**
 * Purges exactly what a reviewed plan says.
 *
 * @throws {PurgeError} `plan-outdated` where the ledger, the build or the target are not those it was made for.
 */
export async function apply(
  operation: Operation,
  plan: Plan,
  flags: ApplyFlags = {},
): Promise<Result> {
  return withLock(operation, () => applyAlone(operation, plan, flags))
}

async function applyAlone(operation: Operation, plan: Plan, flags: ApplyFlags): Promise<Result> {
  const { onEvent, dryRun = false } = operation
  const found = await readDeploy(operation)
  const now = makePlan(operation, found, {}, true)
  const moved = findMoved(plan, now)
  if (moved !== undefined) {
    throw new PurgeError(
      'plan-outdated',
      `The plan was made for another ${moved} than there is now.`,
      {
        hint: 'Nothing was purged. Make it again with `cdn-purge plan --out`, and have it reviewed.',
      },
    )
  }
  onEvent({ kind: 'planned', plan })
  const refusal = refuse(operation, found, flags)
  if (refusal) return refusal
  if (plan.requests.length === 0) {
    if (!dryRun) {
      await recordOutput(found)
      await settleQuietly(operation, deploymentOf(found, plan, flags))
    }
    return { kind: 'nothing-to-do', why: 'the plan is empty' }
  }
  if (dryRun) return { kind: 'nothing-to-do', why: 'this is a dry run of a reviewed plan' }
  await recordOutput(found)
  return carryOut(operation, deploymentOf(found, plan, flags), {
    widen: () => (flags.widen ? makePlan(operation, found, {}, false) : undefined),
    // What was not reviewed is not purged: the next plan covers it.
    reconsider: () => Promise.resolve(undefined),
    mayHealWidely: flags.widen ?? false,
  })
}

/** Says what a plan was made for that is different now, if anything is. */
function findMoved(plan: Plan, now: Plan): string | undefined {
  if (plan.zone !== now.zone) return 'zone'
  if (plan.environment !== now.environment) return 'environment'
  if (plan.build !== now.build) return 'build'
  if (JSON.stringify(plan.baseline) !== JSON.stringify(now.baseline)) return 'state of the ledger'
  if (JSON.stringify(plan.site) !== JSON.stringify(now.site)) return 'site'
  return undefined
}
