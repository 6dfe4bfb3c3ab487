/** How long calls take that nobody kills: running means in ms. */
export interface Lifetimes {
  note(name: string, ms: number): void
  of(name: string): number
}

/** The name of the time from the first purge of a run to its end. */
export const AFTER_PURGE = 'after purge'

/** Of a call that none was seen of yet. */
const FIRST_GUESS_MS = 1_500

export function createLifetimes(): Lifetimes {
  const means = new Map<string, number>()
  return {
    note(name, ms) {
      const before = means.get(name)
      means.set(name, before === undefined ? ms : (3 * before + ms) / 4)
    },
    of: (name) => means.get(name) ?? FIRST_GUESS_MS,
  }
}
