import { hashOn, PRIME, SEED, stir } from './hash.ts'
import {
  DASH,
  DIGIT,
  findStamp,
  isJoiner,
  JOINED,
  LOWER,
  UPPER,
  WORD_BITS,
  type StampKind,
} from './stamps.ts'

/**
 * Gives the shape of a text, for `compareShapes`: what it is apart from dates, hashes and versions, and each of these apart.
 * 26 characters, the first that of the way it is made: `1-k9aVwCQm0TpDAAAAyXb4AAAA`.
 */
export function shapeOf(bytes: Buffer): string {
  const table = WORD_BITS
  const { length } = bytes
  const stamps: Record<StampKind, number> = { date: 0, hash: 0, version: 0 }
  let order = SEED
  let bag = 0
  let line = SEED
  let at = 0
  // One loop with everything in it: calls for each byte, or a closure over these variables, take several times as long.
  while (at < length) {
    const byte = bytes[at] ?? 0
    if (table[byte] === 0) {
      if (byte === LINE_END) {
        order = Math.imul(order ^ line, PRIME)
        bag = (bag + stir(line)) | 0
        line = SEED
      } else line = Math.imul(line ^ byte, PRIME)
      at++
      continue
    }
    const start = at
    let bits = 0
    let withRun = line
    for (;;) {
      let next = bytes[at] ?? 0
      let some = table[next] ?? 0
      while (some !== 0) {
        bits |= some
        withRun = Math.imul(withRun ^ next, PRIME)
        next = ++at < length ? (bytes[at] ?? 0) : 0
        some = table[next] ?? 0
      }
      if ((bits & DIGIT) === 0 || !isJoiner(next) || !joins(bytes, start, at, bits)) break
      bits |= JOINED
      withRun = Math.imul(withRun ^ next, PRIME)
      at++
    }
    const stamp = (bits & (DIGIT | UPPER)) === 0 ? undefined : findStamp(bytes, start, at, bits)
    if (stamp === undefined) {
      line = withRun
      continue
    }
    line = hashOn(line, bytes, start, stamp.start)
    line = Math.imul(line ^ PLACEHOLDER, PRIME)
    line = hashOn(line, bytes, stamp.end, at)
    stamps[stamp.kind] =
      (stamps[stamp.kind] + stir(hashOn(SEED, bytes, stamp.start, stamp.end))) | 0
    at = Math.max(at, stamp.end)
  }
  order = Math.imul(order ^ line, PRIME)
  bag = (bag + stir(line)) | 0
  const { date, hash, version } = stamps
  return `1-${encode(order, 6)}${encode(bag, 6)}${encode(date, 4)}${encode(hash, 4)}${encode(version, 4)}`
}

/** Says whether the joiner at `at` stands between two digits of a run that is a number, a version or a time. */
function joins(bytes: Buffer, start: number, at: number, bits: number): boolean {
  if (at + 1 >= bytes.length) return false
  if (WORD_BITS[bytes[at - 1] ?? 0] !== DIGIT || WORD_BITS[bytes[at + 1] ?? 0] !== DIGIT)
    return false
  if ((bits & (LOWER | UPPER)) === 0 || bytes[start + ISO_DATE] === LETTER_T) return true
  let from = at
  while (from > start && isNumeric(bytes[from - 1] ?? 0)) {
    if (at - from > MAX_NUMBER) return false
    from--
  }
  if (from > start && bytes[from - 1] === LETTER_V) from--
  return from === start || WORD_BITS[bytes[from - 1] ?? 0] === DASH
}

function isNumeric(byte: number): boolean {
  return WORD_BITS[byte] === DIGIT || isJoiner(byte)
}

const LINE_END = 0x0a
const LETTER_T = 0x54
const LETTER_V = 0x76
/** Length of `2026-02-13`. */
const ISO_DATE = 10
/** No version or time is longer; looking back without end would take the square of the length. */
const MAX_NUMBER = 64
/** In the place of a stamp; no byte of a text. */
const PLACEHOLDER = 0x100

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function encode(value: number, digits: number): string {
  let text = ''
  for (let rest = value >>> 0, left = digits; left > 0; left--) {
    text += ALPHABET.charAt(rest % 64)
    rest = Math.floor(rest / 64)
  }
  return text
}
