import { PurgeError } from '../errors.ts'
import { isFields, isStrings } from '../json.ts'
import { parseManifest, serializeManifest } from '../manifest/manifest-file.ts'
import { createManifest, type Manifest } from '../manifest/manifest.ts'
import { hasRules, hasSameRules } from '../rules/rules-file.ts'

/** A manifest as its difference from another one: what a ledger keeps of builds that are alike. */
export interface ManifestDelta {
  /** Names the manifest that it builds on. */
  readonly base: string
  /** So many deltas lie between it and a manifest that is stored whole, itself included. */
  readonly depth: number
  /** Paths of the base that are not there any more. */
  readonly gone: readonly string[]
  /** Assets that are new or other than in the base, and the rules unless they are those of the base. */
  readonly put: Manifest
  /** True where the rules of the host are those of the base. */
  readonly sameRules: boolean
}

/** Gives what turns `base` into `next`. */
export function deltaOf(
  base: Manifest,
  next: Manifest,
  about: Pick<ManifestDelta, 'base' | 'depth'>,
): ManifestDelta {
  const put = [...next.assets.values()].filter((asset) => {
    const before = base.assets.get(asset.path)
    return (
      before?.digest !== asset.digest ||
      before.size !== asset.size ||
      before.fingerprinted !== asset.fingerprinted ||
      before.shape !== asset.shape
    )
  })
  const gone = [...base.assets.keys()].filter((path) => !next.assets.has(path))
  const sameRules = hasRules(next) && hasSameRules(base, next)
  return { ...about, gone, put: createManifest(put, sameRules ? {} : next), sameRules }
}

/** Gives the manifest that the delta was made from; assets that did not change are shared with `base`. */
export function applyDelta(base: Manifest, { gone, put, sameRules }: ManifestDelta): Manifest {
  const without = new Set(gone)
  const kept = [...base.assets.values()].filter(
    ({ path }) => !without.has(path) && !put.assets.has(path),
  )
  return createManifest([...kept, ...put.assets.values()], sameRules ? base : put)
}

const VERSION = 1

/** Gives the text of a delta: a line of JSON, then what is put, as a manifest file. */
export function serializeDelta({ base, depth, gone, put, sameRules }: ManifestDelta): string {
  const head = { delta: VERSION, base, depth, gone, ...(sameRules && { rules: 'same' }) }
  return `${JSON.stringify(head)}\n${serializeManifest(put)}`
}

/**
 * Gives the delta in a text, or undefined where the text is no delta.
 *
 * @throws {PurgeError} `bad-manifest` where it is one and cannot be used.
 */
export function parseDelta(text: string, source: string): ManifestDelta | undefined {
  if (!text.startsWith('{"delta":')) return undefined
  const end = text.indexOf('\n')
  const head = parseHead(text.slice(0, end))
  if (!head) {
    throw new PurgeError(
      'bad-manifest',
      `Could not read the manifest "${source}": its first line is damaged.`,
    )
  }
  return { ...head, put: parseManifest(text.slice(end + 1), source) }
}

function parseHead(line: string): Omit<ManifestDelta, 'put'> | undefined {
  let head: unknown
  try {
    head = JSON.parse(line)
  } catch {
    return undefined
  }
  if (!isFields(head)) return undefined
  const { delta, base, depth, gone, rules } = head
  if (delta !== VERSION || typeof base !== 'string' || !isStrings(gone)) return undefined
  return typeof depth === 'number' && Number.isSafeInteger(depth) && depth > 0
    ? { base, depth, gone, sameRules: rules === 'same' }
    : undefined
}
