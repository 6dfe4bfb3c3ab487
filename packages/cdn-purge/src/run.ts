import {
  PurgeError,
  narrowLimits,
  suspiciousRemovals,
  type Learned,
  type Ledger,
  type Manifest,
  type Note,
  type Plan,
  type Site,
} from '@cdn-purge/core'
import { isBegunLate } from './build/begun-late.ts'
import { carryOut } from './purge/carry-out.ts'
import type { Deployment } from './plan/deployment.ts'
import { readKnowledge, type Knowledge } from './ledger/knowledge.ts'
import { knownLimits } from './plan/known-limits.ts'
import { meansOf } from './means.ts'
import { openLedger } from './ledger/open-ledger.ts'
import type { Operation } from './operation.ts'
import { STABLE_ONLY, planDeploy, planEverything } from './plan/plan-deploy.ts'
import { readBuild } from './build/read-build.ts'
import type { Result } from './report/result.ts'
import { withKnownNames, type ScannedBuild } from './build/scanned-build.ts'
import { settleQuietly } from './ledger/settle.ts'
import { withLock } from './ledger/with-lock.ts'
import { shaped } from './build/shaped.ts'
import { siteOf } from './build/site-of.ts'

export interface RunFlags {
  /** Purge everything the environment holds, whatever changed. */
  readonly everything?: boolean
  /** Go on although the build lost suspiciously many paths. */
  readonly allowRemovals?: boolean
  /** The deploy that this run ends, where the caller began it. */
  readonly deploy?: string
  /** Do not ask whether the build is live. */
  readonly assumeLive?: boolean
}

/** Purges what the deploy of the build in the output folder changed: probe, purge, verify, settle. */
export async function run(operation: Operation, flags: RunFlags = {}): Promise<Result> {
  return withLock(operation, () => runAlone(operation, flags))
}

async function runAlone(operation: Operation, flags: RunFlags): Promise<Result> {
  const { options, onEvent, dryRun = false } = operation
  const found = await readDeploy(operation, flags)
  const plan = makePlan(operation, found, flags, true)
  onEvent({ kind: 'planned', plan })
  // An empty plan proves nothing where the baseline is unknown, so refusals come first.
  const refusal = refuse(operation, found, flags)
  if (refusal) return refusal
  if (plan.requests.length === 0) {
    if (!dryRun) {
      await recordOutput(found)
      await settleQuietly(operation, deploymentOf(found, plan, flags))
    }
    return { kind: 'nothing-to-do', why: whyNothing(plan) }
  }
  if (dryRun) {
    const { requests } = plan.stats
    const would = `${requests} request${requests === 1 ? '' : 's'} would be sent`
    return { kind: 'nothing-to-do', why: `this is a dry run; ${would}` }
  }
  await recordOutput(found)
  const widens = options.onUrlRefused === 'widen'
  let latest = found
  return carryOut(operation, deploymentOf(found, plan, flags), {
    widen: () => (widens ? makePlan(operation, latest, flags, false) : undefined),
    async reconsider(deploy) {
      latest = await readAgain(operation, found, deploy)
      const isDoubtful = latest.knowledge.doubts.length > 0
      if (isDoubtful && options.onUnknownBaseline === 'fail') return undefined
      const wider = makePlan(operation, latest, flags, true)
      onEvent({ kind: 'planned', plan: wider })
      return deploymentOf(latest, wider, flags)
    },
    mayHealWidely: widens,
  })
}

/** Gives the same build with the ledger as it is now. */
async function readAgain(
  operation: Operation,
  found: FoundDeploy,
  deploy: string,
): Promise<FoundDeploy> {
  const { ledger, scanned, site } = found
  const { now } = meansOf(operation)
  return { ...found, knowledge: await readKnowledge(ledger, { ...scanned, deploy }, { site, now }) }
}

/** Adds the output as it lies there now to the deploy that was begun with it, where a later step changed it. */
export async function recordOutput({
  scanned,
  manifest,
  ledger,
  knowledge,
}: FoundDeploy): Promise<void> {
  const { own, ownManifests } = knowledge
  if (!own) return
  const isKnown = own.builds.some(({ build }) => build === scanned.build)
  // A build's id is the same with a marker and without.
  const hasAll = [...manifest.assets.keys()].every((path) =>
    ownManifests.some(({ assets }) => assets.has(path)),
  )
  if (!isKnown || !hasAll) await ledger.addBuild(own.id, manifest, scanned.markerPath)
}

/** What a run found out before it does anything. */
export interface FoundDeploy {
  readonly scanned: ScannedBuild
  readonly manifest: Manifest
  readonly site: Site
  readonly ledger: Ledger
  readonly knowledge: Knowledge
  /** See `Ledger.learned`. */
  readonly learned: Learned
}

/** Scans the output and reads the ledger; nothing is asked over the network and nothing is written. */
export async function readDeploy(
  operation: Operation,
  { deploy }: Pick<RunFlags, 'deploy'> = {},
): Promise<FoundDeploy> {
  const { options } = operation
  const scanned = await readBuild(operation)
  const site = siteOf(options, scanned)
  const { now } = meansOf(operation)
  const ledger = openLedger(options, now)
  const knowledge = await readKnowledge(ledger, { ...scanned, deploy }, { site, now })
  const { recorded } = knowledge
  const named = withKnownNames(scanned.manifest, recorded)
  const manifest = shaped({ ...scanned, manifest: named }, recorded)
  return { scanned, manifest, site, ledger, knowledge, learned: await ledger.learned.read() }
}

export function makePlan(
  { options }: Operation,
  { knowledge, manifest, scanned, site, learned }: FoundDeploy,
  flags: RunFlags,
  acceptsUrls: boolean,
): Plan {
  const limits = narrowLimits(knownLimits(options, learned), { acceptsUrls })
  const plan = planDeploy({ options, knowledge, manifest, build: scanned.build, site, limits })
  return flags.everything ? planEverything(plan) : plan
}

export function deploymentOf(found: FoundDeploy, plan: Plan, flags: RunFlags): Deployment {
  const { scanned, manifest, site, ledger, knowledge, learned } = found
  const wide = plan.notes.some(({ code }) => code === 'whole-site' || code === 'everything')
  const reasons: Note[] = []
  if (!wide) reasons.push(...knowledge.carried)
  if (plan.notes.some(({ code }) => code === STABLE_ONLY.code)) reasons.push(STABLE_ONLY)
  const doubts = [...new Map(reasons.map((note) => [note.code, note])).values()]
  // A purge of the whole site after the build went live leaves nothing of what went on before.
  const begunInTime = knowledge.open.some((record) => !isBegunLate(record))
  const begun = wide || begunInTime ? [] : [NOT_BEGUN]
  const isUnread = !flags.everything && knowledge.doubts.some(({ code }) => code === DAMAGED)
  const unread = wide && isUnread ? [LEFT_OVER] : []
  return {
    plan,
    manifest,
    older: knowledge.older,
    known: knowledge.known,
    site,
    ledger,
    learned,
    baseline: knowledge.baseline,
    readAt: knowledge.readAt,
    alsoCovers: wide ? knowledge.damaged : [],
    debts: knowledge.debts,
    pays: knowledge.answers,
    deploy: knowledge.own?.id,
    markerPath: scanned.markerPath,
    markedBuild: scanned.markedBuild,
    doubts,
    reasons: [...doubts, ...begun, ...unread],
    assumeLive: flags.assumeLive ?? false,
    isWholeSite: wide,
  }
}

const NOT_BEGUN: Note = {
  code: 'not-begun',
  text: 'Nobody recorded this build before it went live (`cdn-purge begin`, or the plugin), so a build that was live in between cannot be ruled out.',
}

const DAMAGED = 'damaged-record'

/** The whole site is purged, but a file that only the unread build had can still come from the origin and then be deleted there. */
const LEFT_OVER: Note = {
  code: 'left-over',
  text: 'What earlier builds had could not all be read, so nobody looked whether the origin still serves files that this build has not. `cdn-purge run --everything`, after the upload, settles it.',
}

/** Says why nothing may be purged, if so. */
export function refuse(
  { options }: Operation,
  { knowledge, manifest }: FoundDeploy,
  flags: RunFlags,
): Result | undefined {
  if (knowledge.doubts.length > 0 && options.onUnknownBaseline === 'fail' && !flags.everything) {
    throw new PurgeError(
      'unknown-baseline',
      `What the edge holds is not known: ${knowledge.doubts.map(({ text }) => text).join(' ')}`,
      {
        hint: 'Nothing was purged (`onUnknownBaseline: "fail"`). Run once with "site" to purge the whole site.',
      },
    )
  }
  const { newestSettled } = knowledge
  const lost =
    newestSettled &&
    !flags.allowRemovals &&
    suspiciousRemovals(newestSettled, manifest, options.maxRemoved)
  if (!lost) return undefined
  const text = `The build lost ${lost.removed} of ${lost.of} paths, first "${lost.examples.join('", "')}", and looks broken.`
  return {
    kind: 'not-fresh',
    reasons: [{ code: 'too-many-removals', text }],
    todo: 'Nothing was purged. If this is meant, run again with `--allow-removals`.',
  }
}

function whyNothing({ stats }: Plan): string {
  const kept = stats.kept > 0 ? `, ${stats.kept} removed fingerprinted files stay cached` : ''
  return `no URL of this build differs from what the edge may hold${kept}`
}
