/**
 * How much a file name looks like one that a bundler put a content hash into. `maybe` is a hash or a word; only its
 * neighbours can tell.
 */
export type HashedName = 'surely' | 'likely' | 'maybe' | 'no'

/** Judges a file name without its folder: `index-Cg6L7-by.js`, `main.1a2b3c4d.js`, `a-ZEJCFZPC.js`. */
export function judgeName(name: string): HashedName {
  const stem = name.replace(/\.[^.]*$/, '')
  let best: HashedName = 'no'
  for (const judge of [judgeHex, judgeBase64, judgeBase32]) {
    const found = judge(stem)
    if (RANK[found] > RANK[best]) best = found
  }
  return best
}

const RANK: Readonly<Record<HashedName, number>> = { no: 0, maybe: 1, likely: 2, surely: 3 }

/** webpack, Rspack, Parcel, Next: `main.1a2b3c4d`, `1a2b3c4d.chunk`. A run of digits alone may be a date. */
function judgeHex(stem: string): HashedName {
  const runs = stem.match(/(?<![0-9a-z])[0-9a-f]{8,64}(?![0-9a-z])/gi) ?? []
  if (runs.some((run) => run.length >= 16 && isMixed(run))) return 'surely'
  if (runs.some((run) => isMixed(run) && !/[A-F].*[a-f]|[a-f].*[A-F]/.test(run))) return 'likely'
  return runs.length > 0 ? 'maybe' : 'no'
}

function isMixed(run: string): boolean {
  return /[0-9]/.test(run) && /[a-f]/i.test(run)
}

/** Vite, Rollup, Rolldown, Nuxt, VitePress: eight characters that may hold dashes themselves, `index-Cg6L7-by`, `-Xy12abc`. */
function judgeBase64(stem: string): HashedName {
  let best: HashedName = 'no'
  for (const [, run = ''] of stem.matchAll(/(?:^|[-.])(?=([\w-]{8})(?:\.|$))/g)) {
    if (/[0-9]/.test(run) && /[A-Z]/.test(run) && /[a-z]/.test(run)) return 'likely'
    // A word, plain or capitalized, is far likelier than a hash of letters only.
    if (!/^[A-Z]?[a-z]+$|^[a-z]+(?:[-_][a-z]+)*$|^[0-9]+$/.test(run)) best = 'maybe'
  }
  return best
}

/** esbuild: eight of `A` to `Z` and `2` to `7` at the end, `a-ZEJCFZPC`. */
function judgeBase32(stem: string): HashedName {
  const [, run] = /[-.]([A-Z2-7]{8})$/.exec(stem) ?? []
  if (run === undefined) return 'no'
  return /[2-7]/.test(run) && /[A-Z]/.test(run) ? 'likely' : 'maybe'
}
