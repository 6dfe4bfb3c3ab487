import { judgeName } from '../scan/hashed-name.ts'
import { hashOn, SEED, stir } from './hash.ts'

/** Texts up to this many are all looked at. */
const MAX_LOOKED_AT = 200

/** Of more than that, so many pages, and so many of the other texts, which say less to a reader. */
const MAX_PAGES = 160
const MAX_OTHERS = 40

/**
 * Chooses of which files a shape is taken: all texts of a small site, and of a larger one a share, by the path alone, so
 * that most are the same from build to build. A shape takes longer than the digest, and explains a change without deciding anything.
 */
export function chooseLookedAt(paths: readonly string[]): ReadonlySet<string> {
  const texts = paths.filter(isText)
  if (texts.length <= MAX_LOOKED_AT) return new Set(texts)
  return new Set([
    ...share(texts.filter(isPage), MAX_PAGES),
    ...share(
      texts.filter((path) => !isPage(path)),
      MAX_OTHERS,
    ),
  ])
}

function share(paths: readonly string[], most: number): readonly string[] {
  let mask = 0
  while (paths.length > most * (mask + 1)) mask = mask * 2 + 1
  return mask === 0 ? paths : paths.filter((path) => (numberOf(path) & mask) === 0)
}

const PAGE = /html?$/i

function isPage(path: string): boolean {
  return PAGE.test(path)
}

const TEXT = /\.(?:x?html?|xml|rss|atom|txt|md|json|webmanifest|svg|css|[cm]?js|csv)$/i

function isText(path: string): boolean {
  if (!TEXT.test(path)) return false
  if (isPage(path)) return true
  // A name with a hash changes with its bytes, so there is never a change to explain; one that may have one is left out too.
  return judgeName(path.slice(path.lastIndexOf('/') + 1)) === 'no'
}

function numberOf(path: string): number {
  const bytes = Buffer.from(path)
  return stir(hashOn(SEED, bytes, 0, bytes.length))
}
