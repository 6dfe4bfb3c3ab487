import type { Trie } from './trie.ts'

/**
 * The places of a trie under the readings of "prefix" that are both possible: a key surely reaches what lies below it by
 * segment, and may also reach what only begins with the same letters (`/foo` and `/foobar`). The tree is that of the second
 * reading, which holds the first: all that a key may reach is its subtree, all it surely reaches the part of it that is not
 * below an extension.
 *
 * Nodes are numbered so that a subtree is a range: node `n` and all below it are `n` to `end[n]`, not included.
 */
export interface StringTree {
  readonly size: number
  /** The nearest node whose key is the beginning of this one's, -1 for a host. */
  readonly parent: Int32Array
  readonly end: Int32Array
  /** 1 where the last segment of the parent is the beginning of this one's, so that its key does not surely reach it. */
  readonly isExtension: Uint8Array
  /** The nearest node whose key surely reaches this one, -1 for a host. */
  readonly folder: Int32Array
  /** The nodes by place in the trie. */
  readonly nodeOf: Int32Array
  /** Gives the key that stands for a node and all below it. */
  keyOf(node: number): WideKey
  /** Gives the deepest node whose key surely reaches the URL, -1 where not even a host does. */
  holder(url: string): number
  /** Gives the deepest node whose key may reach the URL, -1 where not even a host does. */
  deepest(url: string): number
}

/** One target that takes a whole subtree of URLs with it: host and path without closing slash, or a host alone. */
export interface WideKey {
  readonly by: 'hosts' | 'prefixes'
  /** `www.example.com/a`, `www.example.com`. */
  readonly key: string
}

/** Numbers the places of a trie, which must not grow any more. */
export function createStringTree(trie: Trie): StringTree {
  const size = trie.size()
  const { starts, below } = sortedChildren(trie, size)
  const placeOf = new Int32Array(size)
  const nodeOf = new Int32Array(size)
  const parent = new Int32Array(size)
  const end = new Int32Array(size)
  const isExtension = new Uint8Array(size)
  const folder = new Int32Array(size)
  const segmentOf = (node: number) => trie.segmentOf(placeOf[node] ?? 0)
  let count = 0

  function addChildren(place: number, node: number): void {
    const open: number[] = []
    const to = starts[place + 2] ?? 0
    for (let at = starts[place + 1] ?? 0; at < to; at++) {
      const child = below[at] ?? 0
      closeBefore(open, node < 0 ? undefined : trie.segmentOf(child))
      const number = count++
      placeOf[number] = child
      nodeOf[child] = number
      parent[number] = open.at(-1) ?? node
      isExtension[number] = open.length > 0 ? 1 : 0
      folder[number] = node
      addChildren(child, number)
      open.push(number)
    }
    closeBefore(open, undefined)
  }

  /** Ends the subtrees of the open siblings that do not begin the segment that comes next. */
  function closeBefore(open: number[], segment: string | undefined): void {
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      if (segment?.startsWith(segmentOf(last))) return
      end[last] = count
      open.pop()
    }
  }

  addChildren(-1, -1)

  /** Gives the last of the children of a place that is not behind `segment`: whatever begins it stands there or above. */
  function lastUpTo(place: number, segment: string): number {
    const first = starts[place + 1] ?? 0
    let from = first
    let to = starts[place + 2] ?? 0
    while (from < to) {
      const middle = (from + to) >> 1
      if (trie.segmentOf(below[middle] ?? 0) <= segment) from = middle + 1
      else to = middle
    }
    return from > first ? (nodeOf[below[from - 1] ?? 0] ?? -1) : -1
  }

  return {
    size,
    parent,
    end,
    isExtension,
    folder,
    nodeOf,
    keyOf(node) {
      if ((folder[node] ?? -1) < 0) return { by: 'hosts', key: segmentOf(node) }
      const segments: string[] = []
      for (let at = node; at >= 0; at = folder[at] ?? -1) segments.push(segmentOf(at))
      return { by: 'prefixes', key: segments.toReversed().join('/') }
    },
    holder(url) {
      const walk = trie.walk(url)
      return walk ? (nodeOf[walk.place] ?? -1) : -1
    },
    deepest(url) {
      const walk = trie.walk(url)
      if (!walk) return -1
      const { place, missing } = walk
      const node = nodeOf[place] ?? -1
      if (missing === undefined) return node
      let at = lastUpTo(place, missing)
      if (at < 0) return node
      while (at !== node && !missing.startsWith(segmentOf(at))) at = parent[at] ?? -1
      return at
    },
  }
}

interface Children {
  /** Where the children of place `p` begin in `below` is at `p + 1`, that of the hosts at 0. */
  readonly starts: Int32Array
  readonly below: Int32Array
}

/** Gives the children of every place in the order of their segments. */
function sortedChildren(trie: Trie, size: number): Children {
  const starts = new Int32Array(size + 2)
  for (let place = 0; place < size; place++) {
    const at = trie.parentOf(place) + 2
    starts[at] = (starts[at] ?? 0) + 1
  }
  for (let at = 1; at < starts.length; at++) {
    starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0)
  }
  const next = starts.slice()
  const below = new Int32Array(size)
  for (let place = 0; place < size; place++) {
    const at = trie.parentOf(place) + 1
    const index = next[at] ?? 0
    below[index] = place
    next[at] = index + 1
  }
  const isBefore = (a: number, b: number) => trie.segmentOf(a) < trie.segmentOf(b)
  for (let at = 0; at <= size; at++) {
    const from = starts[at] ?? 0
    const to = starts[at + 1] ?? 0
    let sorted = from + 1
    while (sorted < to && isBefore(below[sorted - 1] ?? 0, below[sorted] ?? 0)) sorted++
    // Lists of URLs come sorted, and then there is nothing to do.
    if (sorted < to) below.subarray(from, to).sort((a, b) => (isBefore(a, b) ? -1 : 1))
  }
  return { starts, below }
}
