import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { PurgeError } from './errors.ts'
import { parseManifest, serializeManifest } from './manifest-file.ts'
import { buildId, type Manifest } from './manifest.ts'
import type { Note } from './note.ts'
import { foldRecords, serializeRecord } from './record-file.ts'
import type { DeployRecord } from './record.ts'
import type { Site } from './site.ts'
import type { Store } from './store.ts'

export interface BeginInput {
  readonly manifest: Manifest
  readonly site: Site
  readonly marker: string | false
  readonly options: Readonly<Record<string, unknown>>
}

export interface SettleInput {
  /** See `covers`. */
  readonly covers: readonly string[]
  readonly doubts: readonly Note[]
}

/** What a ledger holds, as far as it could be read. */
export interface LedgerView {
  /** Oldest first by their start, for people; nothing depends on the order. */
  readonly records: readonly DeployRecord[]
  /** What was there and could not be understood. Not empty: the baseline is in doubt. */
  readonly damage: readonly Note[]
}

/** The history of one environment: which builds may have been live, and what became of each. */
export interface Ledger {
  /** Records durably that this build may be served from now on, and gives the new deploy's id. */
  begin(input: BeginInput): Promise<string>

  /** Adds a later scan of the same output to a deploy; both builds count. */
  addBuild(deploy: string, manifest: Manifest, marker: string | false): Promise<void>

  /** Records that the edge matches this deploy, and whose content it was cleared of. */
  settle(deploy: string, input: SettleInput): Promise<void>

  /** Records that a deploy was given up: its deployer writes no more files. */
  close(deploy: string): Promise<void>

  read(): Promise<LedgerView>

  /** @throws {PurgeError} `bad-record` where the manifest is missing or damaged. */
  manifest(key: string): Promise<Manifest>
}

export interface LedgerOptions {
  /** Put before every key, so that environments share a store: `example.com/staging/`. */
  readonly prefix: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Gives a new unique id: letters, digits and `-` only. */
  readonly newId: () => string
}

/** Makes a ledger over a store. Every record is a key of its own and is never edited, so two machines can write at once. */
export function createLedger(store: Store, options: LedgerOptions): Ledger {
  const { prefix, now, newId } = options
  const records = `${prefix}records/`

  async function putManifest(manifest: Manifest): Promise<string> {
    const text = serializeManifest(manifest)
    const key = `manifests/${createHash('sha256').update(text).digest('hex')}`
    if (!(await store.get(prefix + key))) await store.put(prefix + key, gzipSync(text))
    return key
  }

  function putRecord(deploy: string, name: string, value: Record<string, unknown>): Promise<void> {
    return store.put(
      `${records}${deploy}/${name}`,
      serializeRecord({ deploy, at: now(), ...value }),
    )
  }

  return {
    async begin({ manifest, site, marker, options: remembered }) {
      const deploy = newId()
      const key = await putManifest(manifest)
      const build = buildId(manifest, marker)
      await putRecord(deploy, 'started', { build, manifest: key, site, options: remembered })
      return deploy
    },

    async addBuild(deploy, manifest, marker) {
      const key = await putManifest(manifest)
      const build = buildId(manifest, marker)
      await putRecord(deploy, `build-${build}`, { build, manifest: key })
    },

    settle: (deploy, { covers, doubts }) => putRecord(deploy, 'settled', { covers, doubts }),

    close: (deploy) => putRecord(deploy, 'closed', {}),

    async read() {
      const keys = await store.list(records)
      const files = await Promise.all(
        keys.map(async (key) => ({
          name: key.slice(records.length),
          bytes: await store.get(key),
        })),
      )
      return foldRecords(files)
    },

    async manifest(key) {
      const bytes = await store.get(prefix + key)
      const hint = 'The baseline is in doubt; the next run widens by `onUnknownBaseline`.'
      if (!bytes) {
        throw new PurgeError('bad-record', `The ledger has no manifest "${key}".`, { hint })
      }
      try {
        const text = gunzipSync(bytes).toString('utf8')
        const digest = createHash('sha256').update(text).digest('hex')
        if (key !== `manifests/${digest}`) throw new Error('its bytes do not match its name')
        return parseManifest(text, key)
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause)
        const message = `The ledger's manifest "${key}" is damaged: ${why}.`
        throw new PurgeError('bad-record', message, { hint, cause })
      }
    },
  }
}
