import type { Tie } from './cover.ts'
import type { StringTree } from './string-tree.ts'
import { sumUp } from './sum-up.ts'

/** What deleting keys and marking keys are to reach together, and what each touches; by node, costs in one unit. */
export interface JointTask {
  readonly tree: StringTree
  /** 0 for no target right at a node, `MARKED` where either kind of key will do, `DELETED` where only a deleting one does. */
  readonly needs: Uint8Array
  /** What the copies right at a node cost that a deleting key may reach; never less than `marking`. */
  readonly deleting: Float64Array
  /** The same for a marking key; what both may reach is deleted, and costs that alone. */
  readonly marking: Float64Array
  /** How many copies a key at the node may reach, everything below it included. */
  readonly touched: Float64Array
  /** What a key of the node itself costs beside them. */
  readonly key: Float64Array
}

export const MARKED = 1
export const DELETED = 2

export interface JointCover {
  /** Numbers of the nodes that get a key, in order. */
  readonly purge: readonly number[]
  readonly invalidate: readonly number[]
  /** What is touched, and the price of the keys. */
  readonly cost: number
}

/** What keys above a node do to it. Below a key that surely deletes nothing is left to decide. */
const OPEN = 0
const MAY_MARK = 1
const SURELY_MARKED = 2
const MAY_DELETE = 3
const MAY_DELETE_SURELY_MARKED = 4
const SURELY_DELETED = 5
const STATES = [OPEN, MAY_MARK, SURELY_MARKED, MAY_DELETE, MAY_DELETE_SURELY_MARKED] as const

const NO_KEY = 0
const PURGE = 1
const INVALIDATE = 2

/**
 * Gives the function that finds the cheapest choice of both kinds of keys for a price per key, by dynamic programming over what the
 * keys above a node do to it. Between equals it marks; where there is nothing to mark, it deletes.
 */
export function createJointCover(task: JointTask): (price: number, tie: Tie) => JointCover {
  const { tree, needs, deleting, marking, touched, key } = task
  const { size, parent, isExtension } = tree
  const deletedBelow = sumUp(tree, deleting)
  const perState = () => STATES.map(() => new Float64Array(size))
  // Sums over the children of a node: all, and apart those that a key at the node surely reaches and those that it may reach.
  const all = { cost: perState(), keys: perState() }
  const within = { cost: perState(), keys: perState(), deleted: new Float64Array(size) }
  const extending = { cost: perState(), keys: perState() }
  const picks = STATES.map(() => new Uint8Array(size))

  return (price, tie) => {
    const keyWeight = tie === 'fewest' ? 1 : 0
    for (const { cost, keys } of [all, within, extending]) {
      for (const values of [...cost, ...keys]) values.fill(0)
    }
    within.deleted.fill(0)
    let total = 0
    for (let node = size - 1; node >= 0; node--) {
      const above = parent[node] ?? -1
      const keyPrice = price + (key[node] ?? 0)
      for (const state of STATES) {
        let cost = canStay(needs[node] ?? 0, state)
          ? touchCost(node, state) + at(all.cost[state], node)
          : Infinity
        let keys = at(all.keys[state], node)
        let pick = NO_KEY
        const offer = (kind: number, kindCost: number, kindKeys: number) => {
          if (kindCost > cost || (kindCost === cost && kindKeys >= keys)) return
          cost = kindCost
          keys = kindKeys
          pick = kind
        }
        const offerPurge = () => {
          const aside = afterPurge(state)
          offer(
            PURGE,
            keyPrice +
              (deleting[node] ?? 0) +
              at(within.deleted, node) +
              at(extending.cost[aside], node),
            keyWeight + at(extending.keys[aside], node),
          )
        }
        if (touched[node] === 0) offerPurge()
        const below = surelyMarked(state)
        if (needs[node] !== DELETED && below !== state) {
          const aside = mayMark(state)
          offer(
            INVALIDATE,
            keyPrice +
              touchCost(node, below) +
              at(within.cost[below], node) +
              at(extending.cost[aside], node),
            keyWeight + at(within.keys[below], node) + at(extending.keys[aside], node),
          )
        }
        if (touched[node] !== 0) offerPurge()
        const chosen = picks[state]
        if (chosen) chosen[node] = pick
        if (above < 0) {
          if (state === OPEN) total += cost
          continue
        }
        add(all, state, above, cost, keys)
        add(isExtension[node] ? extending : within, state, above, cost, keys)
      }
      if (above >= 0 && !isExtension[node]) {
        within.deleted[above] = at(within.deleted, above) + at(deletedBelow, node)
      }
    }
    return { ...readChoice(), cost: total }
  }

  function touchCost(node: number, state: number): number {
    if (state >= MAY_DELETE) return deleting[node] ?? 0
    return state === OPEN ? 0 : (marking[node] ?? 0)
  }

  function readChoice(): { purge: number[]; invalidate: number[] } {
    const purge: number[] = []
    const invalidate: number[] = []
    // Of each node: what is above it, and its own key.
    const states = new Uint8Array(size)
    const own = new Uint8Array(size)
    for (let node = 0; node < size; node++) {
      const above = parent[node] ?? -1
      const state =
        above < 0 ? OPEN : stateBelow(states[above] ?? 0, own[above] ?? 0, isExtension[node] === 1)
      states[node] = state
      const pick = picks[state]?.[node] ?? NO_KEY
      own[node] = pick
      if (pick === PURGE) purge.push(node)
      if (pick === INVALIDATE) invalidate.push(node)
    }
    return { purge, invalidate }
  }
}

function canStay(need: number, state: number): boolean {
  if (need === 0) return true
  return need === MARKED && (state === SURELY_MARKED || state === MAY_DELETE_SURELY_MARKED)
}

function stateBelow(state: number, pick: number, isExtension: boolean): number {
  if (pick === NO_KEY || !isState(state)) return state
  if (pick === PURGE) return isExtension ? afterPurge(state) : SURELY_DELETED
  return isExtension ? mayMark(state) : surelyMarked(state)
}

type State = (typeof STATES)[number]

function isState(state: number): state is State {
  return state < SURELY_DELETED
}

/** What an extension meets below a deleting key. */
function afterPurge(state: State): State {
  return state === SURELY_MARKED || state === MAY_DELETE_SURELY_MARKED
    ? MAY_DELETE_SURELY_MARKED
    : MAY_DELETE
}

function surelyMarked(state: State): State {
  return state >= MAY_DELETE ? MAY_DELETE_SURELY_MARKED : SURELY_MARKED
}

function mayMark(state: State): State {
  return state === OPEN ? MAY_MARK : state
}

interface Sums {
  readonly cost: readonly Float64Array[]
  readonly keys: readonly Float64Array[]
}

function add(sums: Sums, state: State, node: number, cost: number, keys: number): void {
  const costs = sums.cost[state]
  const counts = sums.keys[state]
  if (costs) costs[node] = at(costs, node) + cost
  if (counts) counts[node] = at(counts, node) + keys
}

function at(values: Float64Array | undefined, index: number): number {
  return values?.[index] ?? 0
}
