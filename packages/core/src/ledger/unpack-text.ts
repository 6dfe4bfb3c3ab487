import { gunzipSync } from 'node:zlib'
import { PurgeError } from '../errors.ts'

const MIB = 1024 * 1024

/** A text may unpack to this many bytes: nearly a million assets, four times what the largest real site that was looked at has. */
const MAX_BYTES = 160 * MIB

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
  if (isTooHeavy(bytes)) throw new Error('it holds too many values')
  return bytes.toString('utf8')
}

/** @throws {PurgeError} `bad-manifest` where `unpackText` would refuse this text once it is packed. */
export function assertUnpackable(text: string): void {
  const bytes = Buffer.from(text)
  if (bytes.length <= MAX_BYTES && !isTooHeavy(bytes)) return
  throw new PurgeError(
    'bad-manifest',
    `The manifest of this build is too large for the ledger: ${Math.ceil(bytes.length / MIB)} MiB, of at most ${MAX_BYTES / MIB} MiB, nearly a million files.`,
    {
      hint: 'List what is not deployed under `ignore`, or deploy parts of the site with a ledger each.',
    },
  )
}

function isTooHeavy(bytes: Uint8Array): boolean {
  return bytes.length * OPENING > MAX_WEIGHT && weigh(bytes) > MAX_WEIGHT
}

/** What stands within strings counts as well, so the weight may be too high and is never too low. */
function weigh(bytes: Uint8Array): number {
  let weight = 0
  for (const byte of bytes) weight += WEIGHTS[byte] ?? 0
  return weight
}
