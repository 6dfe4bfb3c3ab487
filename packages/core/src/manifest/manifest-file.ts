import type { Asset } from './asset.ts'
import { pathProblem } from '../scan/asset-path.ts'
import { PurgeError } from '../errors.ts'
import { isFields } from '../json.ts'
import { createManifest, type Manifest } from './manifest.ts'
import { jsonLines, parseRules, serializeRules } from '../rules/rules-file.ts'
import { isShape } from '../shape/compare-shapes.ts'

/** Assets that one manifest may hold; ten times the largest real site that was looked at. */
export const MAX_ASSETS = 2_000_000

const VERSION = 1

/** Gives the text of a manifest file, equal for equal manifests, one asset a line so that line tools can compare two. */
export function serializeManifest(manifest: Manifest): string {
  const lines = Array.from(manifest.assets.values(), (asset) => `    ${serializeAsset(asset)}`)
  const rules = serializeRules(manifest).map((field) => `,\n  ${field}`)
  return `{\n  "version": ${VERSION},\n  "assets": ${jsonLines(lines)}${rules.join('')}\n}\n`
}

function serializeAsset({ path, size, digest, fingerprinted, shape }: Asset): string {
  const flag = fingerprinted ? ', "fingerprinted": true' : ''
  const like = shape === undefined ? '' : `, "shape": ${JSON.stringify(shape)}`
  return `{ "path": ${JSON.stringify(path)}, "size": ${size}, "digest": ${JSON.stringify(digest)}${flag}${like} }`
}

/**
 * Gives the manifest in the text of a manifest file. Fields that this release does not know are left out.
 *
 * @throws {PurgeError} `bad-manifest`, naming `source` and the first entry that is wrong.
 */
export function parseManifest(text: string, source: string): Manifest {
  const file = parseJson(text, source)
  if (!isFields(file)) throw badManifest(source, 'it is not a JSON object')
  if (file['version'] !== VERSION) throw otherVersion(source, file['version'])

  const entries = file['assets']
  if (!Array.isArray(entries)) throw badManifest(source, '"assets" is not a list')
  if (entries.length > MAX_ASSETS) {
    throw badManifest(source, `it has ${entries.length} assets, more than ${MAX_ASSETS}`)
  }

  const rules = parseRules(file, (problem) => badManifest(source, problem))
  const assets = new Map<string, Asset>()
  let last = ''
  let isSorted = true
  for (const [index, entry] of entries.entries()) {
    const asset = parseAsset(entry, (problem) => badManifest(source, `${at(index)} ${problem}`))
    const { path } = asset
    if (assets.has(path)) {
      throw badManifest(source, `${at(index)} has the path ${quote(path)} a second time`)
    }
    assets.set(path, asset)
    isSorted &&= last < path
    last = path
  }
  // Written by this tool they are in order, and then the map is the manifest.
  return isSorted ? { assets, ...rules } : createManifest(assets.values(), rules)
}

function parseAsset(entry: unknown, bad: (problem: string) => PurgeError): Asset {
  if (!isFields(entry)) throw bad('is not an object')
  const { path, size, digest, fingerprinted, shape } = entry

  if (typeof path !== 'string') throw bad('has no "path"')
  const problem = pathProblem(path)
  if (problem !== undefined) throw bad(`has a path that ${problem}: ${quote(path)}`)
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw bad(`(${quote(path)}) has a "size" that is not a number of bytes: ${quote(size)}`)
  }
  if (typeof digest !== 'string' || !/^[a-z][a-z0-9]*-[\w+/=-]{1,256}$/.test(digest)) {
    throw bad(`(${quote(path)}) has a "digest" that is not "algorithm-value": ${quote(digest)}`)
  }
  if (fingerprinted !== undefined && typeof fingerprinted !== 'boolean') {
    throw bad(`(${quote(path)}) has a "fingerprinted" that is neither true nor false`)
  }
  if (shape !== undefined && !isShape(shape)) {
    throw bad(`(${quote(path)}) has a "shape" that is none: ${quote(shape)}`)
  }
  const asset = { path, size, digest, fingerprinted: fingerprinted ?? false }
  return shape === undefined ? asset : { ...asset, shape }
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // The message of the engine may quote the text, which may be any file that was named by mistake.
    const message = error instanceof Error ? error.message : ''
    const [, position] = /at position (\d+)/.exec(message) ?? []
    const cutOff = message.includes('end of JSON') || Number(position) === text.length
    throw badManifest(source, cutOff ? 'it ends in the middle of the JSON' : 'it is not JSON')
  }
}

function otherVersion(source: string, version: unknown): PurgeError {
  return new PurgeError(
    'bad-manifest',
    version === undefined
      ? `Could not read the manifest ${quote(source)}: it has no "version".`
      : `Could not read the manifest ${quote(source)}: version ${quote(version)}, but this release reads ${VERSION}.`,
    {
      hint:
        typeof version === 'number' && version > VERSION
          ? 'Upgrade cdn-purge, or write the manifest with the release that is installed here.'
          : 'Write it again with "cdn-purge manifest".',
    },
  )
}

function badManifest(source: string, problem: string): PurgeError {
  return new PurgeError(
    'bad-manifest',
    `Could not read the manifest ${quote(source)}: ${problem}.`,
    {
      hint: 'Write it again with "cdn-purge manifest".',
    },
  )
}

function at(index: number): string {
  return `asset ${index + 1}`
}

/** A value from outside as it is shown in a message: JSON, cut to 200 characters. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
