import type { StringTree } from './string-tree.ts'

/** Marks the nodes that the keys of the chosen ones surely reach: themselves, and what lies below them by segment. */
export function surelyReached({ folder }: StringTree, chosen: Iterable<number>): Uint8Array {
  const reached = new Uint8Array(folder.length)
  for (const node of chosen) reached[node] = 1
  for (let node = 0; node < folder.length; node++) {
    const above = folder[node] ?? -1
    if (above >= 0 && reached[above]) reached[node] = 1
  }
  return reached
}

/** Marks the nodes that the keys of the chosen ones may reach: themselves, and what begins with the same letters. */
export function possiblyReached({ size, end }: StringTree, chosen: Iterable<number>): Uint8Array {
  const reached = new Uint8Array(size)
  let from = 0
  for (const node of [...chosen].toSorted((a, b) => a - b)) {
    const to = end[node] ?? 0
    reached.fill(1, Math.max(from, node), to)
    from = Math.max(from, to)
  }
  return reached
}
