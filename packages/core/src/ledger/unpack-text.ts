import { gunzipSync } from 'node:zlib'

/** A text may unpack to this many bytes: nearly a million assets, four times what the largest real site that was looked at has. */
const MAX_BYTES = 160 * 1024 * 1024

/** Small values and nesting take many times the room of their text, so bytes alone are no bound. A million assets weigh 7,000,000. */
const MAX_WEIGHT = 12_000_000

const OPENING = 3

/** What begins a value within another, and what opens one that holds others. */
const WEIGHTS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte)
  if (char === '[' || char === '{') return OPENING
  return char === ',' ? 1 : 0
})

/**
 * Gives the JSON text that was packed with gzip, if parsing it stays below 1 GB of memory.
 *
 * @throws {Error} where it does not unpack, or would take more.
 */
export function unpackText(packed: Uint8Array): string {
  const bytes = gunzipSync(packed, { maxOutputLength: MAX_BYTES })
  if (bytes.length * OPENING > MAX_WEIGHT && weigh(bytes) > MAX_WEIGHT) {
    throw new Error('it holds too many values')
  }
  return bytes.toString('utf8')
}

/** What stands within strings counts as well, so the weight may be too high and is never too low. */
function weigh(bytes: Uint8Array): number {
  let weight = 0
  for (const byte of bytes) weight += WEIGHTS[byte] ?? 0
  return weight
}
