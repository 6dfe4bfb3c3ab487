import { digestBytes } from './digest.ts'
import type { Asset } from './asset.ts'

/** Where the marker lies below the output folder, unless the user names another place. */
export const DEFAULT_MARKER_PATH = 'cdn-purge.json'

/** Gives the text of the marker file: `{"version":1,"build":"<build id>"}` and a line end. */
export function serializeMarker(build: string): string {
  return `${JSON.stringify({ version: 1, build })}\n`
}

/** Gives the marker as an asset, so that it is compared and purged like any other file. */
export function markerAsset(path: string, build: string): Asset {
  const bytes = Buffer.from(serializeMarker(build))
  return { path, size: bytes.length, digest: digestBytes(bytes), fingerprinted: false }
}

/** Gives the build id that a marker's text names, or undefined when the text is no marker. */
export function parseMarker(text: string): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { version, build } = value as Partial<Record<'version' | 'build', unknown>>
  return version === 1 && typeof build === 'string' && /^[0-9a-f]{64}$/.test(build)
    ? build
    : undefined
}
