/** What happens at least so often in 100 histories of 30 steps; else they are too tame to prove anything. */
const AT_LEAST: Readonly<Record<string, number>> = {
  purges: 500,
  'wide purges': 150,
  'purges that failed': 15,
  faults: 50,
  deaths: 20,
  damages: 10,
  rollbacks: 40,
  forgotten: 15,
  'environments switched': 50,
  'options switched': 50,
  'two open': 200,
  'uploads that nobody began': 20,
  'uploads that stopped': 4,
  'result: fresh': 150,
  'result: nothing-to-do': 50,
  'result: unproven': 50,
  'result: not-fresh': 100,
  'planned only': 4,
  'verified only': 4,
  'purged everything': 2,
  'fresh after a failed purge': 5,
  'fresh before a deaf edge': 3,
}

export type Counts = Readonly<Record<string, number>>

/** Says what happened too seldom: `deaths: 3 of 20`. */
export function tooTame(counts: Counts, steps: number): string[] {
  return Object.entries(AT_LEAST).flatMap(([what, per3000]) => {
    const wanted = Math.floor((per3000 * steps) / 3000)
    const had = counts[what] ?? 0
    return had < wanted ? [`${what}: ${had} of ${wanted}`] : []
  })
}

export function addCounts(all: readonly Counts[]): Counts {
  const total = new Map<string, number>()
  for (const counts of all) {
    for (const [what, count] of Object.entries(counts)) {
      total.set(what, (total.get(what) ?? 0) + count)
    }
  }
  return Object.fromEntries(total)
}

/** Gives one line for each thing that happened, by name. */
export function countLines(counts: Counts): string[] {
  return Object.keys(counts)
    .toSorted((a, b) => a.localeCompare(b, 'en'))
    .map((what) => `${String(counts[what]).padStart(8)} ${what}`)
}
