/** What a hash begins with, before the first byte. */
export const SEED: number = 0x811c9dc5 | 0

/** What each step multiplies by. */
export const PRIME = 0x01000193

/** Gives the hash (FNV-1a, 32 bits) of what was hashed so far with these bytes behind it. */
export function hashOn(hash: number, bytes: Uint8Array, start: number, end: number): number {
  let result = hash
  for (let at = start; at < end; at++) result = Math.imul(result ^ (bytes[at] ?? 0), PRIME)
  return result
}

/** Spreads every bit over all, so that sums tell sets apart. */
export function stir(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
