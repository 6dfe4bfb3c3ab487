/**
 * How much a file name looks like one that a bundler put a content hash into. `maybe` is a hash or a word; only its
 * neighbours can tell.
 */
export type HashedName = 'surely' | 'likely' | 'maybe' | 'no'

/** Judges a file name without its folder: `index-Cg6L7-by.js`, `main.1a2b3c4d.js`, `a-ZEJCFZPC.js`. */
export function judgeName(name: string): HashedName {
  const stem = name.replace(/\.[^.]*$/, '').replace(VERSION, '')
  let best: HashedName = 'no'
  for (const judge of [judgeHex, judgeBase64, judgeBase32]) {
    const found = judge(stem)
    if (RANK[found] > RANK[best]) best = found
  }
  return best
}

/** `-3.7.1` in `jquery-3.7.1.min`: chosen by a person, and no piece of a hash. A chunk's `2.12345678` has a longer number. */
const VERSION = /(?<=^|[a-z])[-_.@]v?\d{1,4}(?:\.\d{1,4})+(?![\w])/gi

const RANK: Readonly<Record<HashedName, number>> = { no: 0, maybe: 1, likely: 2, surely: 3 }

/** webpack, Rspack, Parcel, Next: `main.1a2b3c4d`, `1a2b3c4d.chunk`. A run of digits alone may be a date. */
function judgeHex(stem: string): HashedName {
  // A UUID names a thing, whatever its content.
  const runs = stem.replace(UUID, '').match(/(?<![0-9a-z])[0-9a-f]{8,64}(?![0-9a-z])/gi) ?? []
  if (runs.some((run) => run.length >= 16 && isMixed(run))) return 'surely'
  if (runs.some((run) => isMixed(run) && !/[A-F].*[a-f]|[a-f].*[A-F]/.test(run))) return 'likely'
  return runs.length > 0 ? 'maybe' : 'no'
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

function isMixed(run: string): boolean {
  return /[0-9]/.test(run) && /[a-f]/i.test(run)
}

/** Vite, Rollup, Rolldown, Nuxt, VitePress: eight characters that may hold dashes themselves, `index-Cg6L7-by`, `-Xy12abc`. */
function judgeBase64(stem: string): HashedName {
  let best: HashedName = 'no'
  for (const [, run = ''] of stem.matchAll(/(?:^|[-.])(?=([\w-]{8})(?:\.|$))/g)) {
    if (WORD.test(run)) continue
    if (/[0-9]/.test(run) && /[A-Z]/.test(run) && !NUMBERED_WORDS.test(run)) return 'likely'
    best = 'maybe'
  }
  return best
}

/** `download`, `Download`, `my-image`, `20240110`: far likelier chosen by a person than by chance. */
const WORD = /^[A-Z]?[a-z]+$|^[a-z]+(?:[-_][a-z]+)*$|^[0-9]+$/

/** `Summer24`, `HeroImg2`. */
const NUMBERED_WORDS = /^(?:[A-Z]?[a-z]{2,})+[0-9]*$/

/** esbuild: eight of `A` to `Z` and `2` to `7` at the end, `a-ZEJCFZPC`. */
function judgeBase32(stem: string): HashedName {
  const [, run] = /[-.]([A-Z2-7]{8})$/.exec(stem) ?? []
  if (run === undefined) return 'no'
  return /[2-7]/.test(run) && /[A-Z]/.test(run) ? 'likely' : 'maybe'
}
