/** Gives the middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('The median of no values was asked for.')
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
  return (lower + upper) / 2
}

/** Gives the median of each value over its partner in the same round, which cancels what slows a whole round. */
export function medianRatio(values: readonly number[], partners: readonly number[]): number {
  return median(values.map((value, round) => value / (partners[round] ?? Number.NaN)))
}
