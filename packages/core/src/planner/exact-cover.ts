import type { CoverTask } from './cover.ts'

export interface ExactCoverTask extends CoverTask {
  /** How much a key at the node counts against the limit: 1, or 0 for one that is free. */
  readonly weight: Uint8Array
}

/** The cheapest choice of keys that together weigh no more than a limit. */
export interface ExactCover {
  /** Numbers of the nodes that get a key, in order. */
  readonly chosen: readonly number[]
  /** Collateral and uncovered targets; Infinity where nothing fits. */
  readonly cost: number
}

/**
 * Gives the cheapest cover within a limit of keys. A price per key (see `createCover`) misses covers that no price makes the best;
 * this one tries every share of the limit at every node, which takes the number of targets times the limit.
 */
export function exactCover(task: ExactCoverTask, most: number): ExactCover {
  const { parent } = task.tree
  const isCharged = belowExtensions(task)
  const children: (Tables | undefined)[] = Array.from({ length: parent.length })
  const tablesOf = (node: number) => (children[node] ??= emptyTables())
  const roots: Table[] = []
  for (let node = parent.length - 1; node >= 0; node--) {
    const { open, charged, extensions } = tablesOf(node)
    children[node] = undefined
    const fates = {
      bare: task.uncovered[node] ?? 0,
      weight: task.weight[node] ?? 1,
      extensions: joinAll(extensions, most),
    }
    const own = { node, ...fates, below: joinAll(open, most), key: task.collateral[node] ?? 0 }
    const whenOpen = decide(own, most)
    const above = parent[node] ?? -1
    if (above < 0) {
      roots.push(whenOpen)
      continue
    }
    tablesOf(above).open.push(whenOpen)
    if (!isCharged[node]) continue
    const whenCharged = decide({ node, ...fates, below: joinAll(charged, most), key: 0 }, most)
    tablesOf(above).charged.push(whenCharged)
    if (task.tree.isExtension[node]) tablesOf(above).extensions.push(whenCharged)
  }
  const all = joinAll(roots, most)
  const cost = costAt(all, most)
  const chosen: number[] = []
  // As few keys as cost no more.
  if (cost !== Infinity) all.read(all.cost.indexOf(cost), chosen)
  return { chosen: chosen.toSorted((a, b) => a - b), cost }
}

/** The least costs of a part of the tree by the keys that it may have at most, and how they come about. */
interface Table {
  readonly cost: Float64Array
  read(keys: number, into: number[]): void
}

const NOTHING: Table = { cost: Float64Array.of(0), read: () => {} }

function costAt({ cost }: Table, keys: number): number {
  return cost[Math.min(keys, cost.length - 1)] ?? Infinity
}

interface Fate {
  readonly node: number
  /** What its own targets cost without a key. */
  readonly bare: number
  /** What its key costs. */
  readonly key: number
  readonly weight: number
  /** What lies below it where it has no key. */
  readonly below: Table
  /** What lies below it and is not reached where it has one. */
  readonly extensions: Table
}

function decide({ node, bare, key, weight, below, extensions }: Fate, most: number): Table {
  const useful = Math.max(below.cost.length - 1, extensions.cost.length - 1 + weight)
  const cost = new Float64Array(Math.min(useful, most) + 1)
  const picks = new Uint8Array(cost.length)
  for (let keys = 0; keys < cost.length; keys++) {
    const without = bare + costAt(below, keys)
    const withKey = keys < weight ? Infinity : key + costAt(extensions, keys - weight)
    picks[keys] = withKey < without ? 1 : 0
    cost[keys] = Math.min(without, withKey)
  }
  return {
    cost,
    read(keys, into) {
      const at = Math.min(keys, cost.length - 1)
      if (!picks[at]) return below.read(at, into)
      into.push(node)
      extensions.read(at - weight, into)
    },
  }
}

/** Joins neighbours first, so that tables stay small for long. */
function joinAll(tables: readonly Table[], most: number): Table {
  if (tables.length === 0) return NOTHING
  let joined = tables
  while (joined.length > 1) {
    const next: Table[] = []
    for (let index = 0; index < joined.length; index += 2) {
      const [one = NOTHING, other] = joined.slice(index, index + 2)
      next.push(other ? join(one, other, most) : one)
    }
    joined = next
  }
  return joined[0] ?? NOTHING
}

function join(one: Table, other: Table, most: number): Table {
  const cost = new Float64Array(Math.min(one.cost.length + other.cost.length - 2, most) + 1)
  const shares = new Uint32Array(cost.length)
  cost.fill(Infinity)
  for (const [share, otherCost] of other.cost.entries()) {
    if (otherCost === Infinity) continue
    for (let keys = share; keys < cost.length; keys++) {
      const sum = costAt(one, keys - share) + otherCost
      if (sum >= (cost[keys] ?? 0)) continue
      cost[keys] = sum
      shares[keys] = share
    }
  }
  return {
    cost,
    read(keys, into) {
      const at = Math.min(keys, cost.length - 1)
      const share = shares[at] ?? 0
      one.read(at - share, into)
      other.read(share, into)
    },
  }
}

/** The tables of the children of a node. */
interface Tables {
  readonly open: Table[]
  readonly charged: Table[]
  readonly extensions: Table[]
}

function emptyTables(): Tables {
  return { open: [], charged: [], extensions: [] }
}

/** Marks the nodes that a key above them may reach and does not surely reach. */
function belowExtensions({ tree: { parent, isExtension } }: CoverTask): Uint8Array {
  const marks = Uint8Array.from(isExtension)
  for (const [node, above] of parent.entries()) if (above >= 0 && marks[above]) marks[node] = 1
  return marks
}
