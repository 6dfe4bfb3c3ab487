import { apply } from '../../packages/cdn-purge/src/apply.ts'
import { begin } from '../../packages/cdn-purge/src/begin.ts'
import { forget } from '../../packages/cdn-purge/src/forget.ts'
import { openLedger } from '../../packages/cdn-purge/src/ledger/open-ledger.ts'
import { preview } from '../../packages/cdn-purge/src/preview.ts'
import { run } from '../../packages/cdn-purge/src/run.ts'
import { verifySite } from '../../packages/cdn-purge/src/verify-site.ts'
import { writeBuild } from './built.ts'
import type { Chance } from './chance.ts'
import type { Deployer, Upload, Work } from './deployer.ts'
import { goOn, type HowFar } from './go-on.ts'
import type { Files } from './host.ts'
import { kill, startJob, type JobBody } from './jobs.ts'
import { damageKey } from './modelled-ledger.ts'
import { createScene, look } from './scene.ts'
import { HOUR, type WorldOptions } from './settings.ts'
import type { TrueDeploy, Truth } from './truth.ts'
import { arrive, startUpload } from './uploads.ts'

/** Two deployers, two environments and one ledger, in which everything happens when it is told to. */
export interface World {
  readonly deployers: readonly [Deployer, Deployer]
  readonly staging: Truth
  readonly production: Truth
  readonly uploads: ReadonlySet<Upload>
  /** Every build there ever was, in the order of time. */
  readonly builds: readonly Files[]
  /** Keys of the ledger's store. */
  keys(): readonly string[]
  build(who: Deployer, files: Files): void
  begin(who: Deployer, options: { readonly isTaking: boolean }): Promise<void>
  /** The marker comes first or last. */
  upload(who: Deployer, chance: Chance): Upload
  arrive(upload: Upload, files: number): void
  /** The rest of it never comes. */
  stop(upload: Upload): void
  run(who: Deployer): Promise<void>
  /** `run --all` */
  runForEverything(who: Deployer): Promise<void>
  plan(who: Deployer): Promise<void>
  verify(who: Deployer): Promise<void>
  apply(who: Deployer): Promise<void>
  /** Says that its upload failed. */
  close(who: Deployer): Promise<void>
  forget(by: Deployer, deploy: TrueDeploy): Promise<void>
  goOn(who: Deployer, chance: Chance, how?: HowFar): Promise<void>
  kill(who: Deployer): void
  pass(ms: number): void
  damage(key: string, how: string): void
  /** Throws where the edge holds what nothing explains. */
  look(): void
}

export function createWorld(options: WorldOptions): World {
  const scene = createScene(options)
  const { deployers, staging, production, uploads, builds, values } = scene

  const flagsOf = ({ begun }: Deployer) => (begun?.isTaken && begun.id ? { deploy: begun.id } : {})

  const start = (who: Deployer, work: Work, body: JobBody) => startJob(scene, who, { work, body })

  /** A deploy takes no days: who is that old has ended, and its upload with it. */
  function pass(ms: number): void {
    scene.now += ms
    for (const who of deployers) {
      if (who.job && scene.now - who.job.startedAt >= 24 * HOUR) kill(scene, who)
    }
    for (const each of uploads) {
      const ages = each.truth
        .held()
        .filter(({ builds: of }) => of.has(each.build))
        .map(({ startedAt }) => scene.now - startedAt)
      if (ages.length === 0 || Math.max(...ages) >= 24 * HOUR) uploads.delete(each)
    }
    for (const who of deployers) {
      const begun = who.truth.deploys.get(who.begun?.id ?? '')
      if (begun && scene.now - begun.startedAt >= 24 * HOUR) {
        who.begun = undefined
        who.hasUploaded = false
      }
    }
  }

  return {
    deployers,
    staging,
    production,
    uploads,
    builds,
    keys: () => [...values.keys()],
    build(who, files) {
      writeBuild(who, files)
      builds.push(files)
    },
    begin(who, { isTaking }) {
      who.begun = { id: '', isTaken: isTaking }
      return start(who, 'begin', (operation) => begin(operation, isTaking ? 'take' : 'leave'))
    },
    upload: (who, chance) => startUpload(scene, who, chance),
    arrive: (upload, files) => arrive(scene, upload, files),
    stop: (each) => void uploads.delete(each),
    run: (who) => start(who, 'run', (operation) => run(operation, flagsOf(who))),
    runForEverything: (who) =>
      start(who, 'run for everything', (operation) =>
        run(operation, { ...flagsOf(who), everything: true }),
      ),
    plan: (who) =>
      start(who, 'plan', async (operation) => {
        await preview(operation)
        return undefined
      }),
    verify: (who) =>
      start(who, 'verify', async (operation) => {
        const { build, result } = await verifySite(operation)
        if (who.job) who.job.verified = build
        return result
      }),
    apply: (who) =>
      start(who, 'apply', async (operation) => apply(operation, await preview(operation))),
    close(who) {
      const id = who.begun?.id ?? ''
      for (const each of uploads) if (each.who === who) uploads.delete(each)
      who.begun = undefined
      return start(who, 'close', async (operation) => {
        await openLedger(operation.options, () => ++scene.now).close(id)
        return undefined
      })
    },
    /** Whoever forgets a deploy knows that it writes no more. */
    forget(by, deploy) {
      for (const each of uploads) if (deploy.builds.has(each.build)) uploads.delete(each)
      for (const who of deployers) {
        if (!deploy.builds.has(who.build)) continue
        if (who !== by) kill(scene, who)
        who.begun = undefined
        who.hasUploaded = false
      }
      return start(by, 'forget', async (operation) => {
        await forget(operation, deploy.id)
        return undefined
      })
    },
    goOn: (who, chance, how) => goOn(scene, who, { chance, how }),
    kill: (who) => kill(scene, who),
    pass,
    damage: (key, how) => damageKey(scene, key, how),
    look: () => look(scene),
  }
}
