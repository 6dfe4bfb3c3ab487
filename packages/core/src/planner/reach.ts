import type { StringTree } from './string-tree.ts'

/** Marks the nodes that the keys of the chosen ones surely reach: themselves, and what lies below them by segment. */
export function surelyReached({ nodes }: StringTree, chosen: Iterable<number>): Uint8Array {
  const reached = new Uint8Array(nodes.length)
  for (const node of chosen) reached[node] = 1
  for (const [number, { parent }] of nodes.entries()) {
    if (parent && reached[parent.number]) reached[number] = 1
  }
  return reached
}

/** Marks the nodes that the keys of the chosen ones may reach: themselves, and what begins with the same letters. */
export function possiblyReached({ nodes, end }: StringTree, chosen: Iterable<number>): Uint8Array {
  const reached = new Uint8Array(nodes.length)
  let from = 0
  for (const node of [...chosen].toSorted((a, b) => a - b)) {
    const to = end[node] ?? 0
    reached.fill(1, Math.max(from, node), to)
    from = Math.max(from, to)
  }
  return reached
}
