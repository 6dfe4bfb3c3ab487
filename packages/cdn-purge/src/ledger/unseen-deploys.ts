import { baseline, type DeployRecord } from '@cdn-purge/core'
import type { Deployment } from '../plan/deployment.ts'
import type { Stranger } from '../site/wait-for-live.ts'

/**
 * Lists the deploys that were recorded, or whose output was scanned anew, since the plan was made: their content may be at
 * the edge, and the plan knows nothing of it.
 */
export async function unseenDeploys(
  { ledger, baseline: seen }: Pick<Deployment, 'ledger' | 'baseline'>,
  own: string,
): Promise<DeployRecord[]> {
  const known = new Map(seen.map((record) => [record.id, record.builds.length]))
  const { records } = await ledger.read()
  return baseline(records).filter(
    ({ id, builds }) => id !== own && builds.length > (known.get(id) ?? 0),
  )
}

/** Leaves out what somebody began while this run waited: a record explains it by now. */
export async function withoutRecord(
  strangers: readonly Stranger[],
  deployment: Pick<Deployment, 'ledger' | 'baseline'>,
  deploy: string,
): Promise<readonly Stranger[]> {
  if (strangers.length === 0) return []
  const begun = await unseenDeploys(deployment, deploy)
  const builds = new Set(begun.flatMap((record) => record.builds.map(({ build }) => build)))
  return strangers.filter(({ build }) => build === undefined || !builds.has(build))
}
