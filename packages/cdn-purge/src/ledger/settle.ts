import { PurgeError, covers, type Ledger } from '@cdn-purge/core'
import type { Deployment } from '../plan/deployment.ts'
import { meansOf } from '../means.ts'
import type { Operation } from '../operation.ts'
import { probeInput } from '../site/probe-input.ts'
import { unseenDeploys } from './unseen-deploys.ts'
import { agreedProbe } from '../site/wait-for-live.ts'

/** Settles a deploy that has nothing to purge, if its build is live now; else its record stays open. */
export async function settleQuietly(operation: Operation, deployment: Deployment): Promise<void> {
  const { deploy } = deployment
  if (deploy === undefined || !(await isLive(operation, deployment))) return
  const unseen = await unseenDeploys(deployment, deploy)
  if (unseen.every(({ state }) => state.kind === 'open')) {
    await settle(operation, deployment, { deploy })
  }
}

/** Asks once, past the cache, whether the build is live. */
export async function isLive(operation: Operation, deployment: Deployment): Promise<boolean> {
  const { options, env, signal } = operation
  const { createSiteClient, sleep } = meansOf(operation)
  const client = createSiteClient({ access: options.access, origin: options.origin, env })
  try {
    const answer = await agreedProbe(probeInput(options, deployment), {
      client,
      sleep,
      signal,
    })
    return answer.kind === 'this'
  } finally {
    await client.close()
  }
}

export interface Settling {
  readonly deploy: string
  /** Names of debts that stay. */
  readonly unpaid?: ReadonlySet<string>
}

/** Records that the edge matches the deploy, and removes what that made superfluous. */
export async function settle(
  { options }: Operation,
  { baseline, readAt, alsoCovers, debts, ledger, doubts, ...deployment }: Deployment,
  { deploy, unpaid = new Set() }: Settling,
): Promise<void> {
  const { abandonAfterMs } = options
  const covered = covers(baseline, { deploy, readAt, abandonAfterMs })
  const paid = debts.map(({ name }) => name).filter((name) => !unpaid.has(name))
  const pays = [...paid, ...deployment.pays]
  await ledger.settle(deploy, { covers: [...covered, ...alsoCovers], pays, doubts })
  await compactQuietly(ledger)
}

/** What is superfluous costs room and nothing else, so a failure here is no failure of the run. */
async function compactQuietly(ledger: Ledger): Promise<void> {
  try {
    await ledger.compact()
  } catch (error) {
    if (!(error instanceof PurgeError)) throw error
  }
}
