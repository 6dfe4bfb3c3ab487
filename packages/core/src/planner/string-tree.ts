import type { Trie, TrieNode } from './trie.ts'

/**
 * The nodes of a trie under the readings of "prefix" that are both possible: a key surely reaches what lies below it by
 * segment, and may also reach what only begins with the same letters (`/foo` and `/foobar`). The tree is that of the second
 * reading, which holds the first: all that a key may reach is its subtree, all it surely reaches the part of it that is not
 * below an extension.
 *
 * Nodes are numbered so that a subtree is a range: node `n` and all below it are `n` to `end[n]`, not included.
 */
export interface StringTree {
  readonly nodes: readonly TrieNode[]
  /** The nearest node whose key is the beginning of this one's, -1 for a host. */
  readonly parent: Int32Array
  readonly end: Int32Array
  /** 1 where the last segment of the parent is the beginning of this one's, so that its key does not surely reach it. */
  readonly isExtension: Uint8Array
  /** Gives the deepest node whose key may reach the URL, -1 where not even a host does. */
  deepest(url: string): number
}

/** Numbers the nodes of a trie, which must not grow any more, and must have no other tree. */
export function createStringTree(trie: Trie): StringTree {
  const nodes: TrieNode[] = []
  const parents: number[] = []
  const ends: number[] = []
  const extensions: number[] = []
  const sorted: (readonly TrieNode[] | undefined)[] = []

  function add(node: TrieNode, parent: number, isExtension: boolean): number {
    const number = nodes.push(node) - 1
    parents.push(parent)
    extensions.push(isExtension ? 1 : 0)
    ends.push(0)
    node.number = number
    if (node.children) {
      const children = sortSegments(node.children.values())
      sorted[number] = children
      addSiblings(children, number)
    }
    return number
  }

  function addSiblings(siblings: readonly TrieNode[], parent: number): void {
    const open: number[] = []
    const close = (segment: string | undefined) => {
      for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
        if (segment?.startsWith(nodes[last]?.segment ?? '')) return
        ends[last] = nodes.length
        open.pop()
      }
    }
    for (const node of siblings) {
      close(node.segment)
      open.push(add(node, open.at(-1) ?? parent, open.length > 0))
    }
    close(undefined)
  }

  for (const host of sortSegments(trie.hosts.values())) ends[add(host, -1, false)] = nodes.length

  const parent = Int32Array.from(parents)
  return {
    nodes,
    parent,
    end: Int32Array.from(ends),
    isExtension: Uint8Array.from(extensions),
    deepest(url) {
      const walk = trie.walk(url)
      if (!walk) return -1
      const { number } = walk.node
      const { missing } = walk
      if (missing === undefined) return number
      let at = lastUpTo(sorted[number] ?? [], missing)?.number ?? number
      while (at !== number && !missing.startsWith(nodes[at]?.segment ?? '')) at = parent[at] ?? -1
      return at
    },
  }
}

function sortSegments(nodes: Iterable<TrieNode>): TrieNode[] {
  return Array.from(nodes).toSorted((a, b) => (a.segment < b.segment ? -1 : 1))
}

/** The last of sorted nodes that is not behind `segment`: whatever begins it stands there or above it in the tree. */
function lastUpTo(sorted: readonly TrieNode[], segment: string): TrieNode | undefined {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sorted[middle]?.segment ?? '') <= segment) from = middle + 1
    else to = middle
  }
  return sorted[from - 1]
}
