import { PurgeError } from '@cdn-purge/core'
import type { Begun } from '../../packages/cdn-purge/src/begin.ts'
import type { Operation } from '../../packages/cdn-purge/src/operation.ts'
import type { Result } from '../../packages/cdn-purge/src/report/result.ts'
import { isSameAddresses } from './addresses.ts'
import { markerIn } from './built.ts'
import type { Deployer, Job, Work } from './deployer.ts'
import { MARKER } from './host.ts'
import { judgeResult } from './judge.ts'
import { operationOf } from './operation-of.ts'
import { createProcess } from './process.ts'
import type { Scene } from './scene.ts'

export type JobBody = (operation: Operation) => Promise<Begun | Result | undefined>

/** Starts a process of the product; it waits at its first effect. */
export async function startJob(
  scene: Scene,
  who: Deployer,
  { work, body }: { readonly work: Work; readonly body: JobBody },
): Promise<void> {
  const job = jobOf(scene, who, work)
  who.job = job
  if (job.truth.open().length > 1) scene.tell.count('two open')
  await job.process.start(() => body(operationOf(scene, who, job)))
  finish(scene, who)
}

function jobOf({ now }: Scene, who: Deployer, work: Work): Job {
  const { truth, addresses } = who
  const held = truth.held()
  const marker = markerIn(who)
  const next = new Map(who.files ?? [])
  if (marker !== undefined) next.set(MARKER, marker)
  const begun = truth
    .open()
    .filter(
      (deploy) =>
        !deploy.isLate &&
        deploy.builds.has(who.build) &&
        isSameAddresses(deploy.addresses, addresses),
    )
  return {
    work,
    process: createProcess(),
    truth,
    addresses,
    next,
    build: who.build,
    startedAt: now,
    before: {
      pushes: truth.pushes(),
      damages: truth.damages,
      isInDoubt: truth.isInDoubt,
      begun,
      builds: held.flatMap(({ files }) => files),
      addresses: held.map((deploy) => deploy.addresses),
    },
    plans: [],
    faults: 0,
    wasIgnored: false,
    verified: undefined,
    settled: undefined,
    outdated: undefined,
  }
}

/** Judges what a process came to, once it has ended. */
export function finish(scene: Scene, who: Deployer): void {
  const { job } = who
  const end = job?.process.ended()
  if (!job || !end) return
  who.job = undefined
  if (end.kind === 'threw') scene.wrong ??= judgeError(scene, who, { job, error: end.error })
  else if (end.kind === 'returned') scene.wrong ??= judgeEnd(scene, who, { job, value: end.value })
}

/** What a run may end with although nothing went wrong. */
const EXPECTED: ReadonlySet<string> = new Set(['plan-outdated', 'bad-option'])

function judgeError(
  { tell }: Scene,
  who: Deployer,
  { job, error }: { readonly job: Job; readonly error: unknown },
): string | undefined {
  if (!(error instanceof PurgeError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return `an error that nobody expected: ${text}`
  }
  tell.say(`  ${who.name} ${job.work} failed: ${error.message}`)
  tell.count(`failed: ${error.code}`)
  // There is nothing to compare with.
  const isDamaged = job.work === 'verify' && error.code === 'bad-record' && job.truth.damages > 0
  return job.faults === 0 && !isDamaged && !EXPECTED.has(error.code) ? error.message : undefined
}

function judgeEnd(
  { tell }: Scene,
  who: Deployer,
  { job, value }: { readonly job: Job; readonly value: Begun | Result | undefined },
): string | undefined {
  if (value === undefined) return undefined
  if ('deploy' in value) {
    who.begun = { id: value.deploy, isTaken: who.begun?.isTaken ?? false }
    tell.say(
      `  ${who.name} has begun ${value.deploy.slice(0, 4)}${value.adopted ? ', adopted' : ''}`,
    )
    return undefined
  }
  const { truth } = job
  tell.say(`  ${who.name} ${job.work}: ${JSON.stringify(value)}`)
  tell.count(`result: ${value.kind}`)
  if (job.work === 'verify') return judgeResult(job, value)
  if (value.kind === 'fresh') {
    if (truth.place.quirks.isDeaf) tell.count('fresh before a deaf edge')
    if (truth.hadFailedPurge) tell.count('fresh after a failed purge')
    truth.hadFailedPurge = false
  }
  const isPartly =
    value.kind === 'unproven' && value.reasons.some(({ code }) => code === 'stable-only')
  if (isPartly) truth.isInDoubt = true
  return judgeResult(job, value)
}

/** Nothing of its process goes on. */
export function kill(scene: Scene, who: Deployer): void {
  who.job?.process.kill(0, false)
  finish(scene, who)
}
