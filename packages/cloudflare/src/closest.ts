/** Gives the candidate that is most likely meant, ignoring case, or undefined where none is near. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase()
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: editDistance(wanted, candidate.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits)
  const best = ranked[0]
  // A third of the letters: more than that is another word.
  return best !== undefined && best.edits <= Math.max(1, Math.floor(wanted.length / 3))
    ? best.candidate
    : undefined
}

/** Letters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 0; row < a.length; row += 1) {
    let left = row + 1
    const current = [left]
    for (let column = 0; column < b.length; column += 1) {
      const replaced = (above[column] ?? 0) + (a[row] === b[column] ? 0 : 1)
      left = Math.min(left + 1, (above[column + 1] ?? 0) + 1, replaced)
      current.push(left)
    }
    above = current
  }
  return above.at(-1) ?? 0
}
