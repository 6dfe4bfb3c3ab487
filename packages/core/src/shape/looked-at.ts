import { judgeName } from '../scan/hashed-name.ts'
import { stir } from './shape.ts'

/** Texts up to this many are all looked at. */
const MAX_LOOKED_AT = 200

/** Larger texts are data more often than pages. */
export const MAX_SHAPE_BYTES: number = 1024 * 1024

/**
 * Chooses of which files a shape is taken: all texts of a small site, and of a larger one a share, by the path alone, so
 * that most are the same from build to build. A shape takes longer than the digest, and explains a change without deciding anything.
 */
export function chooseLookedAt(paths: readonly string[]): ReadonlySet<string> {
  const texts = paths.filter(isText)
  let mask = 0
  while (texts.length > MAX_LOOKED_AT * (mask + 1)) mask = mask * 2 + 1
  return new Set(mask === 0 ? texts : texts.filter((path) => (numberOf(path) & mask) === 0))
}

const TEXT = /\.(?:x?html?|xml|rss|atom|txt|md|json|webmanifest|svg|css|[cm]?js|csv)$/i

function isText(path: string): boolean {
  if (!TEXT.test(path)) return false
  if (/html?$/i.test(path)) return true
  // A name with a hash changes with its bytes, so there is never a change to explain; one that may have one is left out too.
  return judgeName(path.slice(path.lastIndexOf('/') + 1)) === 'no'
}

function numberOf(path: string): number {
  let hash = 0
  for (let at = 0; at < path.length; at++) hash = Math.imul(hash ^ path.charCodeAt(at), 0x01000193)
  return stir(hash)
}
