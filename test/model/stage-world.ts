import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createChance } from './chance.ts'
import type { Deployer } from './deployer.ts'
import type { Files } from './host.ts'
import { textOfVersion } from './new-build.ts'
import type { Quirks } from './place.ts'
import type { Settings } from './settings.ts'
import { createWorld, type World } from './world.ts'

/** A world for a history that is written down, and what was said in it. */
export interface StagedWorld {
  readonly world: World
  readonly a: Deployer
  readonly b: Deployer
  readonly said: string[]
  /** What was purged since this was asked last: `files [...]`, `hosts [...]`. */
  purged(): string[]
  /** Begins, uploads and runs, with nothing in its way. */
  release(who: Deployer, files: Files): Promise<void>
  /** Lets the job go on to its end. */
  end(who: Deployer): Promise<void>
  /** Lets it go on until an effect with such a name waits. */
  until(who: Deployer, effect: RegExp): Promise<void>
  upload(who: Deployer): void
}

const PLAIN: Quirks = {
  isReached: true,
  isSinglePage: false,
  isDeaf: false,
  ignoresQuery: false,
  lies304: false,
  servesStale: false,
  refusesUrls: false,
}

export function stageWorld(settings: Partial<Settings> = {}): StagedWorld {
  const root = mkdtempSync(join(tmpdir(), 'cdn-purge-model-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const said: string[] = []
  const world = createWorld({
    root,
    settings: {
      marker: true,
      onUnknownBaseline: 'site',
      origin: true,
      waitForLive: 0,
      requireProof: false,
      ...settings,
    },
    quirks: { staging: { ...PLAIN }, production: { ...PLAIN } },
    tell: { say: (line) => void said.push(line), trace: () => {}, count: () => {} },
  })
  const chance = createChance(1)
  const [a, b] = world.deployers
  let asked = 0
  const self: StagedWorld = {
    world,
    a,
    b,
    said,
    purged() {
      const lines = said.slice(asked).filter((line) => line.startsWith('  purged are '))
      asked = said.length
      return lines.map((line) => line.slice('  purged are '.length))
    },
    async release(who, files) {
      world.build(who, files)
      await world.begin(who, { isTaking: true })
      await self.end(who)
      self.upload(who)
      await world.run(who)
      await self.end(who)
    },
    end: (who) => world.goOn(who, chance),
    async until(who, effect) {
      while (who.job && !who.job.process.waiting().some((each) => effect.test(each))) {
        await world.goOn(who, chance, { effects: 1 })
      }
    },
    upload: (who) => world.arrive(world.upload(who, chance), Infinity),
  }
  return self
}

/** A build of these paths, each in a version: `{ 'app.js': 2 }`. */
export function filesOf(versions: Readonly<Record<string, number>>): Files {
  return new Map(
    Object.entries(versions).map(([path, version]) => [path, textOfVersion(path, version)]),
  )
}
