import {
  PurgeError,
  covers,
  type DeployRecord,
  type Ledger,
  type Manifest,
  type Note,
  type Plan,
  type PurgeOutcome,
  type Site,
} from '@cdn-purge/core'
import { BEGUN_LATE } from './begun-late.ts'
import { checkEdge } from './check-edge.ts'
import type { Connection } from './connect.ts'
import { meansOf } from './means.ts'
import type { Operation } from './operation.ts'
import { describeLive, type ProbeAnswer } from './probe-answer.ts'
import { probeInput } from './probe-input.ts'
import { probe } from './probe.ts'
import { unreachedEnvironment } from './reach.ts'
import type { Result } from './result.ts'
import { failureOf, sendPlan } from './send-plan.ts'
import type { SiteClient } from './site-client.ts'
import { agreedProbe, waitForLive } from './wait-for-live.ts'

/** A plan and all that is needed to carry it out. */
export interface Deployment {
  readonly plan: Plan
  readonly manifest: Manifest
  /** Builds that the edge may hold content of. */
  readonly older: readonly Manifest[]
  /** Ids of all builds of which there is a record. */
  readonly known: ReadonlySet<string>
  readonly site: Site
  readonly ledger: Ledger
  /** The baseline that the plan was made against. */
  readonly baseline: readonly DeployRecord[]
  /** When that baseline was read, in ms since the epoch. */
  readonly readAt: number
  /** What the settle covers beside it, and what it pays. */
  readonly alsoCovers: readonly string[]
  readonly pays: readonly string[]
  /** The open record of this deploy; undefined where nobody began one. */
  readonly deploy: string | undefined
  /** Path of the marker in the manifest; false where the build is to have none. */
  readonly markerPath: string | false
  /** The build that the marker in the output names. */
  readonly markedBuild: string | undefined
  /** Stay with the ledger after the settle. */
  readonly doubts: readonly Note[]
  /** Why the result is not proven, as far as it is known before the purge. */
  readonly reasons: readonly Note[]
  readonly assumeLive: boolean
}

/** Waits until the build is live, purges, verifies and settles. `replan` gives the wider plan for an environment that refuses exact URLs. */
export async function carryOut(
  operation: Operation,
  deployment: Deployment,
  replan: () => Plan | undefined,
): Promise<Result> {
  const { options, env } = operation
  const { connect, createSiteClient } = meansOf(operation)
  const connection = await connect(operation)
  const client = createSiteClient({ access: options.access, origin: options.origin, env })
  try {
    return await purgeAndSettle(operation, deployment, { connection, client, replan })
  } finally {
    await Promise.all([connection.close(), client.close()])
  }
}

interface CarryOutMeans {
  readonly connection: Connection
  readonly client: SiteClient
  readonly replan: () => Plan | undefined
}

async function purgeAndSettle(
  operation: Operation,
  deployment: Deployment,
  { connection, client, replan }: CarryOutMeans,
): Promise<Result> {
  const { options, signal } = operation
  const { sleep } = meansOf(operation)
  const { manifest, ledger, site, plan, markerPath } = deployment
  const deploy =
    deployment.deploy ??
    (await ledger.begin({ manifest, site, marker: markerPath, options: BEGUN_LATE }))
  const unreached = unreachedEnvironment(options, connection.target)
  const question = probeInput(options, deployment)
  if (!deployment.assumeLive) {
    const answer: ProbeAnswer =
      unreached !== undefined && options.origin === undefined
        ? { kind: 'unknown', why: unreached }
        : (await waitForLive(operation, question, { client, sleep, signal })).answer
    if (answer.kind !== 'this') return notLive(answer)
  }
  const { outcomes } = await sendPlan(operation, plan, { purger: connection.purger, replan })
  const failure = failureOf(outcomes)
  if (failure) return notPurged(failure, outcomes)

  const checked = await checkEdge(operation, deployment, client, unreached)
  if (checked.stale.length > 0) return stale(checked.stale)
  // Another deploy may have gone live meanwhile: then the edge was filled with its files, and its own run is responsible.
  if (!deployment.assumeLive) {
    const answer = await probe(question, { client, signal })
    if (answer.kind !== 'this') return notLive(answer)
  }
  await settle(operation, deployment, deploy)
  const assumed = deployment.assumeLive ? [ASSUMED_LIVE] : []
  const reasons = [...deployment.reasons, ...assumed, ...checked.unproven]
  return reasons.length > 0
    ? { kind: 'unproven', reasons }
    : { kind: 'fresh', checked: checked.fresh }
}

/** Settles a deploy that has nothing to purge, if its build is live now; else its record stays open. */
export async function settleQuietly(operation: Operation, deployment: Deployment): Promise<void> {
  const { deploy } = deployment
  if (deploy !== undefined && (await isLive(operation, deployment))) {
    await settle(operation, deployment, deploy)
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

async function settle(
  { options }: Operation,
  { baseline, readAt, alsoCovers, pays, ledger, doubts }: Deployment,
  deploy: string,
): Promise<void> {
  const { abandonAfterMs } = options
  const covered = covers(baseline, { deploy, readAt, abandonAfterMs })
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

const ASSUMED_LIVE: Note = {
  code: 'assumed-live',
  text: 'Whether the build is live was not asked (`--assume-live`).',
}

function notLive(answer: Exclude<ProbeAnswer, { kind: 'this' }>): Result {
  const what = describeLive(answer)
  return {
    kind: 'not-fresh',
    reasons: [{ code: 'not-live', text: `${capitalize(what)}.` }],
    todo: 'Its record stays open. Run `cdn-purge run` again once the deploy is done.',
  }
}

function notPurged(error: PurgeError, outcomes: readonly PurgeOutcome[]): Result {
  const accepted = outcomes.filter(({ kind }) => kind === 'accepted').length
  const hint = error.hint === undefined ? '' : ` ${error.hint}`
  const text = `${accepted} of ${outcomes.length} requests were accepted. ${error.message}${hint}`
  return {
    kind: 'not-fresh',
    reasons: [{ code: error.code, text }],
    todo: 'Its record stays open, so nothing is forgotten: run `cdn-purge run` again.',
  }
}

function stale(urls: readonly string[]): Result {
  const more = urls.length > 1 ? ` and ${urls.length - 1} more` : ''
  return {
    kind: 'not-fresh',
    reasons: [
      { code: 'stale', text: `${urls[0]}${more} still answer with old bytes after the purge.` },
    ],
    todo: 'Its record stays open. Run `cdn-purge run` again; if it stays so, look at the cache key of the zone.',
  }
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
