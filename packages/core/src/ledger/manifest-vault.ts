import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { PurgeError } from '../errors.ts'
import { applyDelta, deltaOf, parseDelta, serializeDelta } from './manifest-delta.ts'
import { assertUnpackable, unpackText } from './unpack-text.ts'
import { parseManifest, serializeManifest } from '../manifest/manifest-file.ts'
import type { Manifest } from '../manifest/manifest.ts'
import type { Store } from '../stores/store.ts'

/**
 * Manifests in a store, each once. A key names what it holds, by sha256 in hex: `manifests/<manifest>` where it is stored whole,
 * `manifests/<manifest>.<stored text>.<manifest of the base>` where it is a delta.
 */
export interface ManifestVault {
  /**
   * Stores the manifest, unless it is there, and gives its key.
   *
   * @throws {PurgeError} `bad-manifest` where `get` would refuse it for its size.
   */
  put(manifest: Manifest): Promise<string>

  /** Stores whole what `put` gave here, where it or one that it builds on is gone by now. */
  ensure(key: string): Promise<void>

  /** @throws {PurgeError} `bad-record` where it, or one that it builds on, is missing or damaged. */
  get(key: string): Promise<Manifest>

  /** Every key there is. */
  list(): Promise<string[]>

  delete(key: string): Promise<void>
}

/** More deltas are not put one on the other: each is one more question to the store. */
const MAX_DEPTH = 16

interface Stored {
  readonly manifest: Manifest
  /** 0 where it is stored whole. */
  readonly depth: number
  /** The key of what it is a delta to. */
  readonly base?: string | undefined
}

/** Keeps manifests under `prefix`. What was read or written once is remembered, and the next one is stored as a delta to it. */
export function createManifestVault(store: Store, prefix: string): ManifestVault {
  const known = new Map<string, Stored>()
  let last: string | undefined

  async function read(key: string, above = 0): Promise<Stored> {
    const found = known.get(key)
    if (found) return found
    if (above > MAX_DEPTH) throw damaged(key, 'it builds on too many others')
    const whole = wholeOf(key)
    if (key === whole) return readStored(key, above)
    try {
      return await readStored(key, above)
    } catch (error) {
      // Whoever recorded it stored it whole where its base was removed meanwhile.
      if (await store.get(prefix + whole)) return read(whole, above + 1)
      throw error
    }
  }

  async function readStored(key: string, above: number): Promise<Stored> {
    const { manifest: sha, text: textSha = sha } = partsOf(key)
    const text = await readText(key)
    if (digestOf(text) !== textSha) throw damaged(key, 'its content does not match its name')
    const delta = parseDelta(text, key)
    const stored = delta
      ? {
          manifest: applyDelta((await read(delta.base, above + 1)).manifest, delta),
          depth: delta.depth,
          base: delta.base,
        }
      : { manifest: parseManifest(text, key), depth: 0 }
    known.set(key, stored)
    last = key
    return stored
  }

  async function readText(key: string): Promise<string> {
    const bytes = await store.get(prefix + key)
    if (!bytes) throw damaged(key, 'it is missing')
    return unpackText(bytes)
  }

  async function get(key: string): Promise<Manifest> {
    try {
      return (await read(key)).manifest
    } catch (error) {
      if (
        error instanceof PurgeError &&
        (error.code === 'bad-record' || error.code === 'store-failed')
      ) {
        throw error
      }
      const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
      throw damaged(key, why, error)
    }
  }

  async function list(): Promise<string[]> {
    return (await store.list(`${prefix}manifests/`)).map((key) => key.slice(prefix.length))
  }

  /** Finds a readable one; one that is damaged is as good as none. */
  async function find(sha: string): Promise<string | undefined> {
    for (const key of await store.list(`${prefix}manifests/${sha}`)) {
      const found = key.slice(prefix.length)
      try {
        await get(found)
        return found
      } catch (error) {
        if (!(error instanceof PurgeError && error.code === 'bad-record')) throw error
      }
    }
    return undefined
  }

  return {
    async put(manifest) {
      const text = serializeManifest(manifest)
      assertUnpackable(text)
      const sha = digestOf(text)
      const there = await find(sha)
      if (there !== undefined) return there
      const base = last === undefined ? undefined : known.get(last)
      const depth = (base?.depth ?? 0) + 1
      const delta =
        base && last !== undefined && depth <= MAX_DEPTH
          ? serializeDelta(deltaOf(base.manifest, manifest, { base: last, depth }))
          : undefined
      const isShorter = delta !== undefined && delta.length * 2 < text.length
      const key = isShorter
        ? `manifests/${sha}.${digestOf(delta)}.${partsOf(last ?? '').manifest}`
        : `manifests/${sha}`
      await store.put(prefix + key, gzipSync(isShorter ? delta : text))
      known.set(key, isShorter ? { manifest, depth, base: last } : { manifest, depth: 0 })
      last = key
      return key
    },

    async ensure(key) {
      const stored = known.get(key)
      if (!stored) return
      const all = new Set(await list())
      let part: string | undefined = key
      while (part !== undefined && all.has(part)) part = known.get(part)?.base
      if (part === undefined) return
      await store.put(prefix + wholeOf(key), gzipSync(serializeManifest(stored.manifest)))
    },

    get,

    list,

    delete: (key) => store.delete(prefix + key),
  }
}

/** Gives the keys out of `all` that must stay for `wanted` to be readable, these included. */
export function neededManifests(
  wanted: Iterable<string>,
  all: readonly string[],
): ReadonlySet<string> {
  const needed = new Set<string>()
  const open = [...wanted]
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (needed.has(key)) continue
    needed.add(key)
    const { base } = partsOf(key)
    // Stored whole as well, it is what is read where the delta cannot be.
    const whole = wholeOf(key)
    if (all.includes(whole)) open.push(whole)
    if (base !== undefined) open.push(...all.filter((other) => partsOf(other).manifest === base))
  }
  return needed
}

interface KeyParts {
  readonly manifest: string
  readonly text?: string | undefined
  readonly base?: string | undefined
}

function partsOf(key: string): KeyParts {
  const [manifest = '', text, base] = key.slice('manifests/'.length).split('.')
  return { manifest, text, base }
}

function wholeOf(key: string): string {
  return `manifests/${partsOf(key).manifest}`
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function damaged(key: string, why: string, cause?: unknown): PurgeError {
  return new PurgeError('bad-record', `The ledger's manifest "${key}" is not usable: ${why}.`, {
    hint: 'The baseline is in doubt; the next run widens by `onUnknownBaseline`.',
    cause,
  })
}
