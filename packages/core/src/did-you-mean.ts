/**
 * Gives the candidate that somebody who wrote `word` most likely meant, or undefined where none is near:
 * `enviroment` → `environment`. Case does not count; the first of several equally near ones wins.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  let nearest: { readonly candidate: string; readonly edits: number } | undefined
  for (const candidate of candidates) {
    const edits = countEdits(word.toLowerCase(), candidate.toLowerCase())
    if (edits > allowedEdits(word, candidate)) continue
    if (!nearest || edits < nearest.edits) nearest = { candidate, edits }
  }
  return nearest?.candidate
}

/** One slip for each three letters that both words have. */
function allowedEdits(a: string, b: string): number {
  return Math.ceil(Math.min(a.length, b.length) / 3)
}

/** Counts the insertions, deletions, replacements and swaps of neighbours between two words. */
function countEdits(from: string, to: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      row[j] = Math.min(
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforePrevious[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforePrevious = previous
    previous = row
  }
  return previous[to.length] ?? 0
}
