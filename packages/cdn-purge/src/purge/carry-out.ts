import {
  PurgeError,
  createExecutor,
  type Executor,
  type Learned,
  type Note,
  type Plan,
} from '@cdn-purge/core'
import { BEGUN_LATE } from '../build/begun-late.ts'
import { checkEdge } from '../verify/check-edge.ts'
import type { Connection } from './connect.ts'
import type { Deployment } from '../plan/deployment.ts'
import { createMarkerEviction } from '../site/evict-marker.ts'
import { findFailure } from '../verify/health-gate.ts'
import { meansOf } from '../means.ts'
import type { Operation } from '../operation.ts'
import { probeInput } from '../site/probe-input.ts'
import { probe } from '../site/probe.ts'
import { unreachedEnvironment } from '../site/reach.ts'
import { recordDoubt, seenLive, seenStale } from '../ledger/record-doubt.ts'
import type { Result } from '../report/result.ts'
import { notLive, notPurged, notWidened, originFails, passedBy, stillStale } from './run-ends.ts'
import { failureOf, sendPlan } from './send-plan.ts'
import { settle } from '../ledger/settle.ts'
import type { SiteClient } from '../site/site-client.ts'
import { unseenDeploys, withoutRecord } from '../ledger/unseen-deploys.ts'
import { lateNotes, owedNote, unarrived, unpaid } from '../verify/unarrived.ts'
import { unverified } from '../verify/unverified.ts'
import { isRight } from '../verify/verdict.ts'
import { waitForLive } from '../site/wait-for-live.ts'
import { widerThanChanges } from '../report/wider-than-changes.ts'

/** How a deployment is planned anew while it is carried out. */
export interface Replanning {
  /** Gives the wider plan for an environment that refuses exact URLs, or undefined where it must not be widened. */
  readonly widen: () => Plan | undefined
  /** Plans against the ledger as it is now, where a doubt was recorded meanwhile; undefined where nothing more may be purged. */
  readonly reconsider: (deploy: string) => Promise<Deployment | undefined>
  /** False where only targets of a reviewed plan may be purged. */
  readonly mayHealWidely: boolean
}

/** Waits until the build is live, purges, verifies and settles. */
export async function carryOut(
  operation: Operation,
  deployment: Deployment,
  replanning: Replanning,
): Promise<Result> {
  const { options, env } = operation
  const { connect, createSiteClient } = meansOf(operation)
  const client = createSiteClient({ access: options.access, origin: options.origin, env })
  try {
    const connection = await connect(operation)
    const { elapsed, sleep } = meansOf(operation)
    const { learned } = deployment
    const executor = createExecutor(connection.purger, { now: elapsed, sleep, learned })
    try {
      const means = { connection, executor, client, replanning }
      return await purgeAndSettle(operation, deployment, means)
    } finally {
      await connection.close()
    }
  } finally {
    await client.close()
  }
}

interface CarryOutMeans {
  readonly connection: Connection
  readonly executor: Executor
  readonly client: SiteClient
  readonly replanning: Replanning
}

async function purgeAndSettle(
  operation: Operation,
  planned: Deployment,
  means: CarryOutMeans,
): Promise<Result> {
  const { options, signal } = operation
  const { connection, executor, client, replanning } = means
  const { sleep } = meansOf(operation)
  const { manifest, ledger, site, markerPath, assumeLive } = planned
  const deploy =
    planned.deploy ??
    (await ledger.begin({ manifest, site, marker: markerPath, options: BEGUN_LATE }))
  const unreached = unreachedEnvironment(options, connection.target)
  const evict = createMarkerEviction(operation, executor)
  const probing = { client, evict, sleep, signal }
  const question = probeInput(options, planned)
  const checking = { client, executor, unreached, mayHealWidely: replanning.mayHealWidely }
  let deployment = planned
  if (!assumeLive) {
    const { answer, strangers } =
      unreached !== undefined && options.origin === undefined
        ? { answer: { kind: 'unknown', why: unreached } as const, strangers: [] }
        : await waitForLive(operation, question, probing)
    if (answer.kind !== 'this') return notLive(answer)
    const unexplained = await withoutRecord(strangers, deployment, deploy)
    if (unexplained.length > 0 && !deployment.isWholeSite) {
      const doubt = seenLive(unexplained)
      const wider = await reconsider(operation, deployment, { doubt, deploy, replanning })
      if (!wider) return notWidened(doubt, false)
      deployment = wider
    }
  }
  // The wait may have been long: what was recorded meanwhile may have been live, and is purged too.
  if ((await unseenDeploys(deployment, deploy)).length > 0) {
    const newer = await replanning.reconsider(deploy)
    if (!newer) return passedBy('before the purge', 'Nothing was purged.')
    deployment = newer
  }
  if (unreached === undefined || options.origin !== undefined) {
    const failure = await findFailure(deployment.plan, manifest, { client, sleep, signal })
    if (failure !== undefined) return originFails(failure)
  }
  let sent = await send(operation, deployment, { deploy, means })
  if (sent.failed) return sent.failed

  let checked = await checkEdge(operation, deployment, checking)
  if (checked.strange.length > 0 && !deployment.isWholeSite) {
    const doubt = seenStale(checked.strange)
    const wider = await reconsider(operation, deployment, { doubt, deploy, replanning })
    if (!wider) return notWidened(doubt, true)
    deployment = wider
    sent = await send(operation, deployment, { deploy, means })
    if (sent.failed) return sent.failed
    checked = await checkEdge(operation, deployment, checking)
  }
  const stale = checked.verdicts.filter(({ kind }) => kind === 'stale')
  if (stale.length > 0) return stillStale(stale)
  // Another deploy may have gone live meanwhile: then the edge was filled with its files, and its own run is responsible.
  if (!assumeLive) {
    const answer = await probe(question, probing)
    if (answer.kind !== 'this') return notLive(answer)
  }
  const unseen = await unseenDeploys(deployment, deploy)
  if (unseen.some(({ state }) => state.kind !== 'open')) {
    return passedBy('during the purge', 'What was planned is purged.')
  }
  for (const { id } of unseen) operation.onEvent({ kind: 'note', note: underWay(id) })
  const assumed = assumeLive ? [ASSUMED_LIVE] : []
  const late = unarrived(checked.verdicts, manifest)
  const missing = lateNotes(late, manifest)
  const reasons = [...deployment.reasons, ...assumed, ...checked.unproven, ...missing]
  if (reasons.length > 0 && options.requireProof) {
    return { kind: 'unproven', reasons: [...reasons, STAYS_OWED] }
  }
  const { debts, readAt } = deployment
  const again = unverified(deployment.plan, manifest, checked.verdicts)
  const stays = unpaid(debts, again, { readAt, abandonAfterMs: options.abandonAfterMs })
  const isOwed = new Set(debts.filter(({ name }) => stays.has(name)).flatMap(({ urls }) => urls))
  const urls = [...again].filter((url) => !isOwed.has(url))
  if (urls.length > 0) await ledger.owe(deploy, { urls, why: owedNote(urls) })
  await settle(operation, deployment, { deploy, unpaid: stays })
  const wider = widerThanChanges(sent.plan)
  const about = wider === undefined ? {} : { wider }
  return reasons.length > 0
    ? { kind: 'unproven', reasons, ...about }
    : { kind: 'fresh', checked: checked.verdicts.filter(isRight).length, ...about }
}

/** Sends the plan, or the wider one in its place; `failed` is the end of the run. */
async function send(
  operation: Operation,
  { plan, ledger, baseline, assumeLive }: Deployment,
  { deploy, means }: { readonly deploy: string; readonly means: CarryOutMeans },
): Promise<{ readonly plan: Plan; readonly failed: Result | undefined }> {
  const { elapsed } = meansOf(operation)
  const { executor, replanning } = means
  // Another deploy that is still open may be live between two runs, and fill the edge behind the first one.
  const mayResume = !assumeLive && baseline.every(({ state }) => state.kind !== 'open')
  const { outcomes, plan: sent } = await sendPlan(operation, plan, {
    executor,
    replan: replanning.widen,
    log: mayResume ? { ledger, deploy, elapsed } : undefined,
  })
  await rememberLearned(ledger, executor.learned)
  const failure = failureOf(outcomes)
  return { plan: sent, failed: failure && notPurged(failure, outcomes) }
}

/** What is not remembered is learned anew, so a failure here is no failure of the run. */
async function rememberLearned(
  { learned: memory }: Deployment['ledger'],
  learned: Learned,
): Promise<void> {
  try {
    await memory.add(learned)
  } catch (error) {
    if (!(error instanceof PurgeError)) throw error
  }
}

/** Records a doubt, says it, and gives what is to be done now. */
async function reconsider(
  { onEvent }: Operation,
  deployment: Deployment,
  { doubt, deploy, replanning }: { doubt: Note; deploy: string; replanning: Replanning },
): Promise<Deployment | undefined> {
  await recordDoubt(deployment, doubt)
  onEvent({ kind: 'note', note: doubt })
  return replanning.reconsider(deploy)
}

function underWay(id: string): Note {
  const text = `Another deploy (${id}) is under way: what it has put live already is purged by its own run.`
  return { code: 'deploy-under-way', text }
}

const STAYS_OWED: Note = {
  code: 'stays-owed',
  text: 'Its record stays open, as proof is required.',
}

const ASSUMED_LIVE: Note = {
  code: 'assumed-live',
  text: 'Whether the build is live was not asked (`--assume-live`).',
}
