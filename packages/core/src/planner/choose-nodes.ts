import { createCover, type Tie } from './cover.ts'
import type { Demand } from './demand.ts'
import type { KeptByNode } from './kept.ts'
import { surelyReached } from './reach.ts'
import type { StringTree } from './string-tree.ts'
import { sumUp } from './sum-up.ts'

/** Nodes whose keys together surely reach every demand. */
export interface NodeChoice {
  readonly purge: readonly number[]
  readonly invalidate: readonly number[]
  /** In bytes; what two keys may both reach counts once for each action. */
  readonly collateral: number
}

export interface NodeChoiceInput {
  readonly tree: StringTree
  readonly kept: KeptByNode
  readonly demands: readonly PlacedDemand[]
  /** True where a key that touches unchanged copies marks them stale instead of deleting them. */
  readonly trustValidators: boolean
}

export interface PlacedDemand extends Demand {
  readonly node: number
}

/** Gives the function that finds the cheapest choice for a price per key, in bytes. */
export function createNodeChoice(input: NodeChoiceInput): (price: number, tie: Tie) => NodeChoice {
  const { tree, kept, demands, trustValidators } = input
  const wide = demands.filter(({ target }) => !target.isNarrow)
  const must = trustValidators ? wide.filter(({ target }) => target.mustPurge) : wide
  const may = trustValidators ? wide.filter(({ target }) => !target.mustPurge) : []
  const narrow = demands.filter(({ target }) => target.isNarrow)

  const touchedUrls = sumUp(tree, kept.urls)
  const coverMust = createGroup(tree, sumUp(tree, kept.bytes))
  const coverMay = createGroup(tree, sumUp(tree, kept.staleBytes))

  return (price, tie) => {
    const first = coverMust(must, price, tie)
    let reached = surelyReached(tree, first.chosen)
    const rest = may.filter(({ node }) => !reached[node])
    const second = coverMay(rest, price, tie)
    const purge = [...first.chosen]
    const invalidate: number[] = []
    for (const node of second.chosen) (touchedUrls[node] ? invalidate : purge).push(node)

    reached = surelyReached(tree, purge)
    const marked = surelyReached(tree, invalidate)
    for (const { node } of narrow) {
      if (reached[node]) continue
      if (!trustValidators || !touchedUrls[node]) purge.push(node)
      else if (!marked[node]) invalidate.push(node)
      else continue
      reached[node] = 1
    }
    const collateral = first.collateral + second.collateral
    return { purge, invalidate, collateral }
  }
}

interface GroupCover {
  readonly chosen: readonly number[]
  readonly collateral: number
}

function createGroup(
  tree: StringTree,
  collateral: Float64Array,
): (demands: readonly PlacedDemand[], price: number, tie: Tie) => GroupCover {
  const uncovered = new Float64Array(tree.nodes.length)
  // A host holds more than is known, so it is never taken for nothing.
  const atLeast = collateral.map((bytes, node) =>
    tree.nodes[node]?.depth === 0 ? Math.max(1, bytes) : bytes,
  )
  const cover = createCover({ tree, uncovered, collateral: atLeast })
  return (demands, price, tie) => {
    if (demands.length === 0) return { chosen: [], collateral: 0 }
    uncovered.fill(0)
    for (const { node } of demands) uncovered[node] = Infinity
    const { chosen, cost } = cover(price, tie)
    return { chosen, collateral: cost - price * chosen.length }
  }
}
