import { hasStamp, shapeOf, skeletonOf, type StampKind } from '@cdn-purge/core'

/** Longer pieces are code, and say nothing to a reader. */
const MAX_PIECE = 240

/** So much of a piece is shown. */
const MAX_SHOWN = 100

/**
 * Gives the piece of these texts that most likely is what changed in all of them: one with such a stamp, the same in most of them.
 * One that names a file of `added` is what changed for certain.
 */
export function findExample(
  texts: readonly string[],
  kind: StampKind,
  added: ReadonlySet<string> = new Set(),
): string | undefined {
  const found = new Map<string, Found>()
  for (const text of texts) {
    for (const [piece, skeleton] of piecesWith(text, kind)) {
      // The same words with another date on each page are one piece, but less of a stamp than equal ones.
      for (const key of [piece, skeleton]) {
        const known = found.get(key)
        if (known) known.texts++
        else found.set(key, { piece, texts: 1, isCertain: namesOneOf(piece, added) })
      }
    }
  }
  const best = [...found.values()].reduce<Found | undefined>(
    (first, other) => (first && !isBetter(other, first) ? first : other),
    undefined,
  )
  return best && shorten(best.piece)
}

interface Found {
  readonly piece: string
  texts: number
  readonly isCertain: boolean
}

function isBetter(a: Found, b: Found): boolean {
  if (a.isCertain !== b.isCertain) return a.isCertain
  return a.texts !== b.texts ? a.texts > b.texts : a.piece.length < b.piece.length
}

/** The pieces of a text, each once, with what is left without its stamps. A tag ends the piece before it, as most HTML is one line. */
function piecesWith(text: string, kind: StampKind): Map<string, string> {
  const pieces = new Map<string, string>()
  for (const raw of text.split(/\n|(?=<)/)) {
    const piece = raw.trim().replaceAll(/\s+/g, ' ')
    if (piece === '' || piece.length > MAX_PIECE || pieces.has(piece)) continue
    const shape = shapeOf(Buffer.from(piece))
    if (hasStamp(shape, kind)) pieces.set(piece, skeletonOf(shape) ?? '')
  }
  return pieces
}

function namesOneOf(piece: string, names: ReadonlySet<string>): boolean {
  return piece.split(/[/"'\s?#()<>=,]+/).some((word) => names.has(word))
}

function shorten(piece: string): string {
  if (piece.length <= MAX_SHOWN) return piece
  return `${piece.slice(0, MAX_SHOWN)}…`
}
