/** A source of chance that gives the same again for the same seed. */
export interface Random {
  /** Gives a number from 0 up to, and without, 1. */
  next(): number
  /** Gives a whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
  chance(share: number): boolean
  /** @throws {Error} where there is nothing to choose from. */
  pick<T>(from: readonly T[]): T
}

/** Creates a source of chance (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number): number =>
    least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    chance: (share) => next() < share,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new Error('There is nothing to pick from.')
      return from[between(0, from.length - 1)] as T
    },
  }
}
