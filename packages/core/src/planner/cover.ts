import type { StringTree } from './string-tree.ts'

/** What a cover of a tree is to reach and what that costs. All costs are in one unit, by node. */
export interface CoverTask {
  readonly tree: StringTree
  /** What the targets right at a node cost where no key reaches them: 0 without targets, Infinity where only a key will do. */
  readonly uncovered: Float64Array
  /** Of what a key at the node may reach and need not, everything below it included; Infinity forbids a key. */
  readonly collateral: Float64Array
}

/** A choice of keys that leaves no target uncovered but those whose price was paid. */
export interface Cover {
  /** Numbers of the nodes that get a key, in order. */
  readonly chosen: readonly number[]
  /** Collateral and uncovered targets, and the price of the keys. */
  readonly cost: number
}

/** Which of several covers that cost the same: the narrowest, or the narrowest of those with the fewest keys. */
export type Tie = 'narrowest' | 'fewest'

/**
 * Gives the function that finds the cheapest cover for a price per key, by dynamic programming.
 *
 * What two keys may both reach costs once. So a node has two least costs: one where nothing above it was chosen, and one below
 * a chosen key that may reach it but does not surely, where only keys still cost.
 */
export function createCover({
  tree,
  uncovered,
  collateral,
}: CoverTask): (price: number, tie: Tie) => Cover {
  const { parent, isExtension } = tree
  const size = parent.length
  // Sums over the children of a node: of the least cost and its keys, in both states.
  const open = createSums(size)
  const charged = createSums(size)
  // The same for extensions alone, whose targets a key at the node does not reach.
  const extensions = createSums(size)
  const picksOpen = new Uint8Array(size)
  const picksCharged = new Uint8Array(size)

  return (price, tie) => {
    const keyWeight = tie === 'fewest' ? 1 : 0
    for (const sums of [open, charged, extensions]) {
      sums.cost.fill(0)
      sums.keys.fill(0)
    }
    let total = 0
    for (let node = size - 1; node >= 0; node--) {
      const bare = at(uncovered, node)
      const keyCost = price + at(extensions.cost, node)
      const keys = keyWeight + at(extensions.keys, node)

      const openCost = bare + at(open.cost, node)
      const openKeyCost = keyCost + at(collateral, node)
      const openKeys = at(open.keys, node)
      const picks = isBetter(openKeyCost, keys, openCost, openKeys)
      picksOpen[node] = picks ? 1 : 0

      const chargedCost = bare + at(charged.cost, node)
      const chargedKeys = at(charged.keys, node)
      const picksHere = isBetter(keyCost, keys, chargedCost, chargedKeys)
      picksCharged[node] = picksHere ? 1 : 0

      const above = at(parent, node)
      const leastOpen = picks ? openKeyCost : openCost
      if (above < 0) {
        total += leastOpen
        continue
      }
      add(open, above, leastOpen, picks ? keys : openKeys)
      const leastCharged = picksHere ? keyCost : chargedCost
      const leastKeys = picksHere ? keys : chargedKeys
      add(charged, above, leastCharged, leastKeys)
      if (isExtension[node]) add(extensions, above, leastCharged, leastKeys)
    }
    return { chosen: readChoice(), cost: total }
  }

  function readChoice(): number[] {
    const chosen: number[] = []
    const states = new Uint8Array(size)
    for (let node = 0; node < size; node++) {
      const above = at(parent, node)
      const inherited = above < 0 ? OPEN : at(states, above)
      const reachedByKey = inherited & CHOSEN
      const state =
        reachedByKey && !isExtension[node] ? COVERED : reachedByKey ? CHARGED : inherited
      const picks = state === OPEN ? picksOpen[node] : state === CHARGED && picksCharged[node]
      if (picks) chosen.push(node)
      states[node] = picks ? state | CHOSEN : state
    }
    return chosen
  }
}

/** Nothing above reaches the node, a key above may, a key above surely does. */
const OPEN = 0
const CHARGED = 1
const COVERED = 2
/** Beside one of these: the node has a key itself. */
const CHOSEN = 4

interface Sums {
  readonly cost: Float64Array
  readonly keys: Float64Array
}

function createSums(size: number): Sums {
  return { cost: new Float64Array(size), keys: new Float64Array(size) }
}

function add({ cost, keys }: Sums, node: number, moreCost: number, moreKeys: number): void {
  cost[node] = at(cost, node) + moreCost
  keys[node] = at(keys, node) + moreKeys
}

function isBetter(cost: number, keys: number, thanCost: number, thanKeys: number): boolean {
  return cost < thanCost || (cost === thanCost && keys < thanKeys)
}

function at(values: Float64Array | Int32Array | Uint8Array, index: number): number {
  return values[index] ?? 0
}
