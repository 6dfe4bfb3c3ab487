/** What a build puts into pages by itself: when it ran, which files it made, which release it is of. */
export type StampKind = 'date' | 'hash' | 'version'

/** A stretch of a text, from one byte up to before another. */
export interface Stamp {
  readonly kind: StampKind
  readonly start: number
  readonly end: number
}

/** Bits of the bytes that names and numbers are made of; other bytes have none. */
export const DIGIT = 1
export const HEX_LETTER = 2
export const LOWER = 4
export const UPPER = 8
export const OTHER_LETTER = 16
export const DASH = 32
/** Of a run only: a joiner is in it. */
export const JOINED = 64

/** The bits of each byte. */
export const WORD_BITS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte)
  const hex = /[a-f]/i.test(char) ? HEX_LETTER : OTHER_LETTER
  if (/[0-9]/.test(char)) return DIGIT
  if (/[a-z]/.test(char)) return LOWER | hex
  if (/[A-Z]/.test(char)) return UPPER | hex
  return /[-_]/.test(char) ? DASH : 0
})

/** Between two digits these join: `10:00`, `2/13/2026`, `1.2.3`. */
export function isJoiner(byte: number): boolean {
  return byte === DOT || byte === COLON || byte === SLASH
}

const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const DOT = 0x2e
const SLASH = 0x2f
const COLON = 0x3a
const BACKSLASH = 0x5c

/**
 * Finds the stamp in one run of letters, digits and what joins them, given the bits of all its bytes. It may end
 * behind the run: `20 Feb 2026`, `1.2.3-rc.1`, and all of a `sha384-…`.
 */
export function findStamp(
  bytes: Buffer,
  start: number,
  end: number,
  bits: number,
): Stamp | undefined {
  if ((bits & DIGIT) === 0) return findInWord(bytes, start, end, bits)
  const hasLetters = (bits & (LOWER | UPPER)) !== 0
  return hasLetters
    ? findInMixed(bytes, start, end, bits)
    : findInNumber(bytes, start, end, (bits & (DASH | JOINED)) !== 0)
}

function findInNumber(
  bytes: Buffer,
  start: number,
  end: number,
  isJoined: boolean,
): Stamp | undefined {
  const length = end - start
  if (isJoined) {
    if (length < 5 || length > MAX_RUN) return undefined
    const run = bytes.toString('latin1', start, end)
    const dated = DATE.exec(run)
    if (dated) return { kind: 'date', start, end: start + dated[0].length }
    return findVersion(bytes, run, start, end)
  }
  if (length <= 2) return bytes[end] === SPACE ? findDay(bytes, start, end) : undefined
  const first = bytes[start]
  // Seconds and milliseconds since the epoch, from 2014 on.
  if (length === 10 || length === 13) {
    return first === 0x31 && (bytes[start + 1] ?? 0) >= 0x34
      ? { kind: 'date', start, end }
      : undefined
  }
  if (length !== 4) return undefined
  const century = ((first ?? 0) - 0x30) * 10 + (bytes[start + 1] ?? 0) - 0x30
  return century === 19 || century === 20 ? { kind: 'date', start, end } : undefined
}

function findInMixed(bytes: Buffer, start: number, end: number, bits: number): Stamp | undefined {
  const length = end - start
  if (length < 4) return undefined
  if ((bits & (JOINED | DASH)) !== 0) {
    const run = bytes.toString('latin1', start, Math.min(end, start + MAX_RUN))
    if (INTEGRITY.test(run)) return { kind: 'hash', start, end: endOfBase64(bytes, end) }
    const dated = WORD_BITS[bytes[start] ?? 0] === DIGIT ? DATE.exec(run) : undefined
    if (dated) return { kind: 'date', start, end: start + dated[0].length }
    const version = (bits & JOINED) === 0 ? undefined : findVersion(bytes, run, start, end)
    if (version) return version
  }
  return findHash(bytes, start, end, bits)
}

const INTEGRITY = /^sha(?:256|384|512)-/

/** Longer runs are data, not names. */
const MAX_RUN = 128

/** ISO dates, days with slashes or dots, and times of the day. */
const DATE =
  /^(?:(?:19|20)\d\d([-/.])[01]?\d\1[0-3]?\d(?:T[\d:.]+(?:Z|-\d\d:?\d\d)?)?(?!\w)|[0-3]?\d([-/])[0-3]?\d\2(?:19|20)?\d\d(?![\w.])|[0-3]?\d\.[01]?\d\.(?:19|20)\d\d(?![\w.])|[0-2]?\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?Z?$)/

/** `1.2.3`, `v1.2`, at the beginning or after a dash. */
const VERSION = /(?<![0-9A-Za-z.])(?:\d{1,6}(?:\.\d{1,6}){2,3}|v\d{1,6}(?:\.\d{1,6}){1,3})(?![\d.])/

function findVersion(bytes: Buffer, run: string, start: number, end: number): Stamp | undefined {
  const found = VERSION.exec(run)
  if (!found) return undefined
  return { kind: 'version', start: start + found.index, end: endOfVersion(bytes, end) }
}

/**
 * Finds from the first to the last piece of a run that only a hash looks like: hex of a commit's length or more, or long and
 * mixed; and the eight characters with which Vite and esbuild name files.
 */
function findHash(bytes: Buffer, start: number, end: number, bits: number): Stamp | undefined {
  let first = -1
  let last = -1
  let from = start
  let seen = 0
  let digits = 0
  for (let at = start; at <= end; at++) {
    const own = at === end ? DASH : (WORD_BITS[bytes[at] ?? 0] ?? 0)
    if (own !== 0 && own !== DASH) {
      seen |= own
      if (own === DIGIT) digits++
      continue
    }
    const length = at - from
    if (length >= MIN_HASH && isHash(seen, digits, length)) {
      if (first < 0) first = from
      last = at
    }
    from = at + 1
    seen = 0
    digits = 0
  }
  const id = end - start === NANO_ID ? findNanoId(bytes, start, end, bits) : undefined
  if (id) return id
  if (first >= 0) return { kind: 'hash', start: first, end: last }
  return findHashOfEight(bytes, start, end, bits)
}

/** As long as the build ids of Next, whose dashes may stand anywhere. */
const NANO_ID = 21

/** Finds an id of letters, digits, `-` and `_` that fills a value or a folder: `"mEqKIt98BFoLFawI-T2ix"`. */
function findNanoId(bytes: Buffer, start: number, end: number, bits: number): Stamp | undefined {
  if ((bits & LOWER) === 0 || (bits & UPPER) === 0 || (bits & JOINED) !== 0) return undefined
  const before = bytes[start - 1]
  const after = bytes[end]
  if (before !== QUOTE && before !== SLASH) return undefined
  if (after !== QUOTE && after !== BACKSLASH && after !== SLASH) return undefined
  const id = bytes.toString('latin1', start, end)
  // Chance seldom makes a word, and more seldom one with hardly a digit beside it.
  const isName = /[a-z]{6}/.test(id) && !/(?:[0-9].*){3}/.test(id)
  return isName ? undefined : { kind: 'hash', start, end }
}

/** As short as what git calls a commit by. */
const MIN_HASH = 7

function isHash(seen: number, digits: number, length: number): boolean {
  if (digits === 0 || digits === length) return false
  const isHex = (seen & ~(DIGIT | HEX_LETTER | LOWER | UPPER)) === 0 && (seen & OTHER_LETTER) === 0
  if (isHex) return (seen & LOWER) === 0 || (seen & UPPER) === 0
  if (length >= 10 && (seen & LOWER) !== 0 && (seen & UPPER) !== 0) return digits >= 2
  return length >= 20 && digits >= 4
}

/** `index-BXq4hT2a` before `.js`, or all that stands between quotes: eight characters that no person would have chosen. */
function findHashOfEight(
  bytes: Buffer,
  start: number,
  end: number,
  bits: number,
): Stamp | undefined {
  const from = end - 8
  if (from < start) return undefined
  const before = bytes[from - 1] ?? 0
  const after = bytes[end]
  if (after === QUOTE || after === BACKSLASH) {
    // Words between quotes are often in small letters: `col-md-6`.
    if (before !== QUOTE || (bits & UPPER) === 0 || (bits & LOWER) === 0) return undefined
  } else if (after !== DOT) return undefined
  else if (from === start ? before !== DOT && before !== SLASH : WORD_BITS[before] !== DASH)
    return undefined
  const name = bytes.toString('latin1', from, end)
  return CHOSEN_NAME.test(name) ? undefined : { kind: 'hash', start: from, end }
}

/** `download`, `getValue`, `MyClass2`, `20240110`, `my-image`. */
const CHOSEN_NAME = /^(?:[A-Z]?[a-z]+(?:[A-Z][a-z]+)*\d{0,4}|[A-Z]+|\d+|[a-z]+(?:[-_][a-z]+)+)$/

/** `20 Feb 2026`, with the time behind it. */
function findDay(bytes: Buffer, start: number, end: number): Stamp | undefined {
  if (((WORD_BITS[bytes[end + 1] ?? 0] ?? 0) & UPPER) === 0) return undefined
  const found = DAY_FIRST.exec(bytes.toString('latin1', end, end + 40))
  return found ? { kind: 'date', start, end: end + found[0].length } : undefined
}

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\\.?'
const TIME = '(?:,? (?:at )?\\d\\d?:\\d\\d(?::\\d\\d)?(?: ?[AP]M)?)?'
const DAY_FIRST = new RegExp(`^ ${MONTH},? (?:19|20)\\d\\d${TIME}`)
const MONTH_FIRST = new RegExp(
  `^${MONTH} \\d\\d?(?:st|nd|rd|th)?(?:,? (?:19|20)\\d\\d)?${TIME}(?!\\w)`,
)

/** `Feb 20, 2026`; the name of a day before a date; a hash that chance made without digits. */
function findInWord(bytes: Buffer, start: number, end: number, bits: number): Stamp | undefined {
  const next = bytes[end]
  const length = end - start
  if (length === NANO_ID) return findNanoId(bytes, start, end, bits)
  if (next === DOT || ((next === QUOTE || next === BACKSLASH) && length === 8)) {
    return length >= 8 && (bits & LOWER) !== 0
      ? findHashOfEight(bytes, start, end, bits)
      : undefined
  }
  if (length < 3 || length > 9) return undefined
  if (next === SPACE && WORD_BITS[bytes[end + 1] ?? 0] === DIGIT) {
    const found = MONTH_FIRST.exec(bytes.toString('latin1', start, start + 48))
    return found ? { kind: 'date', start, end: start + found[0].length } : undefined
  }
  if (next === COMMA && DAY_NAME.test(bytes.toString('latin1', start, end))) {
    return { kind: 'date', start, end }
  }
  return undefined
}

const DAY_NAME = /^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?$/

/** `-rc.1`, `+build.5`, `.min`: whatever goes on after a version without a space. */
function endOfVersion(bytes: Buffer, end: number): number {
  let at = end
  for (;;) {
    const byte = bytes[at] ?? 0
    if (WORD_BITS[byte]) at++
    else if ((byte === DOT || byte === 0x2b) && WORD_BITS[bytes[at + 1] ?? 0]) at += 2
    else return at
  }
}

function endOfBase64(bytes: Buffer, end: number): number {
  let at = end
  for (;;) {
    const byte = bytes[at] ?? 0
    if (WORD_BITS[byte] || byte === 0x2b || byte === SLASH || byte === 0x3d) at++
    else return at
  }
}
