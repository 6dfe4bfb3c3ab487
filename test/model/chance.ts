/** Decides what is left to chance, the same for the same seed. */
export interface Chance {
  /** From 0 to `below - 1`. */
  upTo(below: number): number
  /** True in so many of 100 cases. */
  percent(share: number): boolean
  one<T>(items: readonly T[]): T
  shuffled<T>(items: readonly T[]): T[]
}

/** Gives chances that follow from a whole number (mulberry32). */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const self: Chance = {
    upTo: (below) => Math.floor(next() * below),
    percent: (share) => next() * 100 < share,
    one<T>(items: readonly T[]): T {
      if (items.length === 0) throw new Error('There is nothing to choose from.')
      return items[self.upTo(items.length)] as T
    },
    shuffled<T>(items: readonly T[]): T[] {
      const left = [...items]
      return items.map(() => left.splice(self.upTo(left.length), 1)[0] as T)
    },
  }
  return self
}
