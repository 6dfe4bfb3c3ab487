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
  const hashes = new Set([...added].flatMap(hashesIn))
  for (const text of texts) {
    for (const excerpt of excerptsWith(text, hashes)) {
      const known = found.get(excerpt)
      if (known) known.texts++
      else found.set(excerpt, { piece: excerpt, texts: 1, isCertain: true })
    }
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

/** What is shown before and behind a hash in a piece that is too long to be shown. */
const AROUND = 40

/** The places in long pieces where one of these hashes stands, each with what is around it. */
function excerptsWith(text: string, hashes: ReadonlySet<string>): Set<string> {
  const excerpts = new Set<string>()
  for (const hash of hashes) {
    const at = text.indexOf(hash)
    if (at < 0) continue
    const line = text.slice(text.lastIndexOf('\n', at) + 1).split('\n', 1)[0] ?? ''
    const inLine = line.indexOf(hash)
    const start = line.lastIndexOf('<', inLine)
    const end = line.indexOf('<', inLine)
    if ((end < 0 ? line.length : end) - Math.max(start, 0) <= MAX_PIECE) continue
    const excerpt = line.slice(Math.max(0, inLine - AROUND), inLine + hash.length + AROUND)
    excerpts.add(`…${excerpt.trim()}…`)
  }
  return excerpts
}

/** What in the name of a file is only there because of its content: `B_ehORJX` of `moor.md.B_ehORJX.js`. */
function hashesIn(name: string): string[] {
  return [...name.matchAll(/[-.]([\w-]{8,})(?=\.)/g)].flatMap(([, word = '']) => {
    const hash = word.length > 8 && word.at(-9) === '-' ? word.slice(-8) : word
    return /[A-Z].*[a-z]|[a-z].*[A-Z]|[0-9]/.test(hash) ? [hash] : []
  })
}

function namesOneOf(piece: string, names: ReadonlySet<string>): boolean {
  return piece.split(/[/"'\s?#()<>=,]+/).some((word) => names.has(word))
}

function shorten(piece: string): string {
  if (piece.length <= MAX_SHOWN) return piece
  return `${piece.slice(0, MAX_SHOWN)}…`
}
