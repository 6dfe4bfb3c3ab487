import { createAcceptedTargets, isAcceptedPart, type AcceptedTargets } from './accepted-targets.ts'
import { removable } from './compaction.ts'
import { createLearnedLimits, type LearnedLimits } from './learned-limits.ts'
import { buildId, type Manifest } from '../manifest/manifest.ts'
import { createManifestVault, neededManifests } from './manifest-vault.ts'
import type { Note } from '../note.ts'
import { foldRecords, serializeRecord, type FoldedRecords, type RecordFile } from './record-file.ts'
import type { Owed } from './record.ts'
import type { Site } from '../site/site.ts'
import type { Store } from '../stores/store.ts'

export interface BeginInput {
  readonly manifest: Manifest
  readonly site: Site
  readonly marker: string | false
  readonly options: Readonly<Record<string, unknown>>
  /** What speaks against the records already, such as a live build that none of them knows. */
  readonly doubts?: readonly Note[]
}

export interface SettleInput {
  /** See `covers`; also deploys of which only damage was left, once their content is purged. */
  readonly covers: readonly string[]
  /** Names of the debts that the purge paid. */
  readonly pays: readonly string[]
  readonly doubts: readonly Note[]
}

/** The history of one environment: which builds may have been live, and what became of each. */
export interface Ledger {
  /** Records durably that this build may be served from now on, and gives the new deploy's id. */
  begin(input: BeginInput): Promise<string>

  /** Adds a later scan of the same output to a deploy; both builds count. */
  addBuild(deploy: string, manifest: Manifest, marker: string | false): Promise<void>

  /**
   * Takes an open deploy for an upload, and says whether nobody else took it. Two that take at once may both be told no, and
   * must both begin deploys of their own: the files of one may arrive after the other has settled.
   */
  take(deploy: string): Promise<boolean>

  /** Records URLs that must still be purged, beside what differences between builds ask for. */
  owe(deploy: string, debt: Pick<Owed, 'urls' | 'why'>): Promise<void>

  /** Records that the edge matches this deploy, and whose content it was cleared of. */
  settle(deploy: string, input: SettleInput): Promise<void>

  /** Records that a deploy was given up: its deployer writes no more files. */
  close(deploy: string): Promise<void>

  /** What a run has sent of a plan when it is killed. */
  readonly accepted: AcceptedTargets

  /** What is known of the limits of the environment. */
  readonly learned: LearnedLimits

  /** What the ledger holds, as far as it could be understood; damage puts the baseline in doubt. */
  read(): Promise<FoldedRecords>

  /** @throws {PurgeError} `bad-record` where the manifest, or one that it builds on, is missing or damaged. */
  manifest(key: string): Promise<Manifest>

  /**
   * Removes what later settles made superfluous. It may end at any point and loses nothing; one that fails is not worth
   * failing a run for.
   */
  compact(): Promise<void>
}

export interface LedgerOptions {
  /** Put before every key, so that environments share a store: `example.com/staging/`. */
  readonly prefix: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Gives a new unique id: letters, digits and `-` only. */
  readonly newId: () => string
}

/** So often the records are read again when one of them vanishes on the way, as another machine compacts. */
const MAX_READS = 4

/** Makes a ledger over a store. Every record is a key of its own and is never edited, so two machines can write at once. */
export function createLedger(store: Store, options: LedgerOptions): Ledger {
  const { prefix, now, newId } = options
  const records = `${prefix}records/`
  const vault = createManifestVault(store, prefix)

  function putRecord(deploy: string, name: string, value: Record<string, unknown>): Promise<void> {
    return store.put(
      `${records}${deploy}/${name}`,
      serializeRecord({ deploy, at: now(), ...value }),
    )
  }

  /** Writes a record that names a manifest; another machine's compaction may remove the manifest until it is named. */
  async function putBuild(
    deploy: string,
    name: string,
    manifest: Manifest,
    value: Record<string, unknown>,
  ): Promise<void> {
    const key = await vault.put(manifest)
    await putRecord(deploy, name, { ...value, manifest: key })
    await vault.ensure(key)
  }

  async function readFiles(): Promise<RecordFile[]> {
    const keys = await store.list(records)
    const names = keys
      .map((key) => key.slice(records.length))
      .filter((name) => !isAcceptedPart(name))
    return Promise.all(
      names.map(async (name) => ({ name, bytes: await store.get(records + name) })),
    )
  }

  async function read(): Promise<FoldedRecords> {
    for (let reads = 1; ; reads++) {
      const files = await readFiles()
      if (reads === MAX_READS || files.every(({ bytes }) => bytes)) return foldRecords(files)
    }
  }

  return {
    async begin({ manifest, site, marker, options: remembered, doubts = [] }) {
      const deploy = newId()
      const build = buildId(manifest, marker)
      await putBuild(deploy, 'started', manifest, { build, site, options: remembered, doubts })
      return deploy
    },

    addBuild(deploy, manifest, marker) {
      const build = buildId(manifest, marker)
      return putBuild(deploy, `build-${build}`, manifest, { build })
    },

    async take(deploy) {
      await putRecord(deploy, `taken-${newId()}`, {})
      return (await store.list(`${records}${deploy}/taken-`)).length === 1
    },

    owe: (deploy, { urls, why }) => putRecord(deploy, `owed-${newId()}`, { urls, why }),

    settle: (deploy, { covers, pays, doubts }) =>
      putRecord(deploy, 'settled', { covers, pays, doubts }),

    close: (deploy) => putRecord(deploy, 'closed', {}),

    accepted: createAcceptedTargets(store, options),

    learned: createLearnedLimits(store, options),

    read,

    manifest: (key) => vault.get(key),

    async compact() {
      // Listed before the records are read: one that is written later is none of ours to judge.
      const manifests = await vault.list()
      const keys = await store.list(records)
      const names = keys.map((key) => key.slice(records.length))
      const folded = await read()
      const { remove, keep } = removable(names, folded)
      for (const name of remove) await store.delete(records + name)
      if (folded.damage.length > 0) return
      const wanted = keep.flatMap(({ builds }) => builds.map(({ manifest }) => manifest))
      const needed = neededManifests(wanted, manifests)
      for (const key of manifests) if (!needed.has(key)) await vault.delete(key)
    },
  }
}
