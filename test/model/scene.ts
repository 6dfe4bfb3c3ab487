import { join } from 'node:path'
import type { Deployer, Upload } from './deployer.ts'
import type { Files } from './host.ts'
import { createPlace } from './place.ts'
import type { WorldOptions } from './settings.ts'
import { createTruth, type Truth } from './truth.ts'

/** All that there is in a world, and what was seen of it. */
export interface Scene extends WorldOptions {
  readonly deployers: readonly [Deployer, Deployer]
  readonly staging: Truth
  readonly production: Truth
  readonly uploads: Set<Upload>
  /** Every build there ever was, in the order of time. */
  readonly builds: Files[]
  /** What the ledger's store holds. */
  readonly values: Map<string, Uint8Array>
  /** In ms since the epoch. */
  now: number
  /** The first thing that must not be. */
  wrong: string | undefined
}

/** What must not be was seen. */
export class Violation extends Error {}

export function createScene(options: WorldOptions): Scene {
  const { root, quirks } = options
  const staging = createTruth(createPlace('staging', quirks.staging))
  const createDeployer = (name: string): Deployer => ({
    name,
    dir: join(root, name),
    truth: staging,
    addresses: { hasCdn: false, hasFileNames: true },
    files: undefined,
    build: '',
    begun: undefined,
    hasUploaded: false,
    job: undefined,
  })
  return {
    ...options,
    deployers: [createDeployer('A'), createDeployer('B')],
    staging,
    production: createTruth(createPlace('production', quirks.production)),
    uploads: new Set(),
    builds: [],
    values: new Map(),
    now: Date.UTC(2026, 0, 1),
    wrong: undefined,
  }
}

/** Gives the environment whose ledger has this key. */
export function truthOf({ staging, production }: Scene, key: string): Truth {
  return key.includes('/production/') ? production : staging
}

/** Throws where the edge holds what nothing explains, or something else was seen that must not be. */
export function look(scene: Scene): void {
  for (const truth of [scene.staging, scene.production]) {
    const [unexplained] = truth.unexplained()
    if (unexplained !== undefined) {
      scene.wrong ??= `${truth.place.name}: ${unexplained}, and no record of the baseline explains it`
    }
  }
  if (scene.wrong !== undefined) throw new Violation(scene.wrong)
}
