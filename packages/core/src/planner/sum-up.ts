import type { StringTree } from './string-tree.ts'

/** Gives for every node the sum of the values in its subtree. */
export function sumUp({ parent }: StringTree, values: Float64Array): Float64Array {
  const sums = Float64Array.from(values)
  for (let node = sums.length - 1; node >= 0; node--) {
    const above = parent[node] ?? -1
    if (above >= 0) sums[above] = (sums[above] ?? 0) + (sums[node] ?? 0)
  }
  return sums
}
