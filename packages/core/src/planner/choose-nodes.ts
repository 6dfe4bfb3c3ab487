import { createCover, type Tie } from './cover.ts'
import type { Demand } from './demand.ts'
import { exactCover, type ExactCover } from './exact-cover.ts'
import type { KeptByNode } from './kept.ts'
import { createJointCover, DELETED, MARKED, type JointCover } from './joint-cover.ts'
import { surelyReached } from './reach.ts'
import type { StringTree } from './string-tree.ts'
import { sumUp } from './sum-up.ts'
import type { Target } from './targets.ts'

/** Nodes whose keys together surely reach demands. */
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
  /** One for each URL of its target. */
  readonly nodes: readonly number[]
}

/** Trying every share of the room takes about the square of this, at worst a second. */
const MOST_FOR_EXACT = 10_000

/** The ways to choose nodes for some demands. */
export interface NodeChooser {
  /** Gives the cheapest choice for a price per key, in bytes; it reaches all but the narrow demands. */
  choose(price: number, tie: Tie): NodeChoice
  /**
   * Gives the cheapest choice of all within so many prefixes, or undefined where none fits, where marking is trusted, or where the
   * search would take too long. `hosts`: none, free, or counted as prefixes are.
   */
  chooseWithin(prefixes: number, hosts: 'none' | 'free' | 'counted'): NodeChoice | undefined
  /** Adds the own key of each narrow demand that is not reached yet: what they cost changes nothing of the rest. */
  withNarrow(choice: NodeChoice): NodeChoice
}

export function createNodeChooser(input: NodeChoiceInput): NodeChooser {
  const { tree, kept, demands, trustValidators } = input
  const isMust = (target: Target) => !trustValidators || target.mustPurge
  const must = nodesOf(demands, (target) => !target.isNarrow && isMust(target))
  const may = nodesOf(demands, (target) => !target.isNarrow && !isMust(target))
  const narrow = nodesOf(demands, ({ isNarrow }) => isNarrow)

  const touchedUrls = sumUp(tree, kept.urls)
  const coverMust = createGroup(tree, sumUp(tree, kept.bytes))
  const coverBoth = trustValidators
    ? createJointGroup(tree, kept, { must, may, touched: touchedUrls })
    : undefined

  return {
    choose(price, tie) {
      if (coverBoth) {
        const { purge, invalidate, cost } = coverBoth(price, tie)
        const collateral = cost - price * (purge.length + invalidate.length)
        return { purge, invalidate, collateral }
      }
      const { chosen, collateral } = coverMust.at(must, price, tie)
      return { purge: chosen, invalidate: [], collateral }
    },
    chooseWithin(prefixes, hosts) {
      if (trustValidators || must.length > MOST_FOR_EXACT) return undefined
      const { chosen, cost } = coverMust.within(must, prefixes, hosts)
      return cost === Infinity ? undefined : { purge: chosen, invalidate: [], collateral: cost }
    },
    withNarrow(choice) {
      if (narrow.length === 0) return choice
      const purge = [...choice.purge]
      const invalidate = [...choice.invalidate]
      const reached = surelyReached(tree, purge)
      const marked = surelyReached(tree, invalidate)
      for (const node of narrow) {
        if (reached[node]) continue
        if (!trustValidators || !touchedUrls[node]) purge.push(node)
        else if (!marked[node]) invalidate.push(node)
        else continue
        reached[node] = 1
      }
      return { ...choice, purge, invalidate }
    },
  }
}

function nodesOf(demands: readonly PlacedDemand[], is: (target: Target) => boolean): number[] {
  const found: number[] = []
  for (const { target, nodes } of demands) if (is(target)) found.push(...nodes)
  return found
}

interface GroupCover {
  readonly chosen: readonly number[]
  readonly collateral: number
}

interface Group {
  at(demands: readonly number[], price: number, tie: Tie): GroupCover
  within(
    demands: readonly number[],
    prefixes: number,
    hosts: 'none' | 'free' | 'counted',
  ): ExactCover
}

function createJointGroup(
  tree: StringTree,
  kept: KeptByNode,
  {
    must,
    may,
    touched,
  }: {
    readonly must: readonly number[]
    readonly may: readonly number[]
    readonly touched: Float64Array
  },
): (price: number, tie: Tie) => JointCover {
  const needs = new Uint8Array(tree.size)
  for (const node of may) needs[node] = MARKED
  for (const node of must) needs[node] = DELETED
  // A host holds more than is known, so it is never as good as keys that touch the same.
  const key = Float64Array.from(tree.parent, (above) => (above < 0 ? 1 : 0))
  return createJointCover({
    tree,
    needs,
    deleting: kept.lostBytes,
    marking: kept.staleBytes,
    touched,
    key,
  })
}

function createGroup(tree: StringTree, collateral: Float64Array): Group {
  const uncovered = new Float64Array(tree.size)
  const isHost = (node: number) => tree.parent[node] === -1
  // A host holds more than is known, so it is never as good as keys that touch the same.
  const atLeast = collateral.map((bytes, node) => (isHost(node) ? bytes + 1 : bytes))
  const cover = createCover({ tree, uncovered, collateral: atLeast })
  const demand = (demands: readonly number[]) => {
    uncovered.fill(0)
    for (const node of demands) uncovered[node] = Infinity
  }
  return {
    at(demands, price, tie) {
      if (demands.length === 0) return { chosen: [], collateral: 0 }
      demand(demands)
      const { chosen, cost } = cover(price, tie)
      return { chosen, collateral: cost - price * chosen.length }
    },
    within(demands, prefixes, hosts) {
      demand(demands)
      const weight = Uint8Array.from(tree.parent, (_, node) =>
        hosts === 'free' && isHost(node) ? 0 : 1,
      )
      const allowed = hosts === 'none' ? forbid(atLeast, isHost) : atLeast
      return exactCover({ tree, uncovered, collateral: allowed, weight }, prefixes)
    },
  }
}

function forbid(collateral: Float64Array, is: (node: number) => boolean): Float64Array {
  return collateral.map((bytes, node) => (is(node) ? Infinity : bytes))
}
