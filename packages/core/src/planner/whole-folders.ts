import { createCover } from './cover.ts'
import { weighKept, type KeptOptions } from './kept.ts'
import { surelyReached } from './reach.ts'
import { createStringTree } from './string-tree.ts'
import { sumUp } from './sum-up.ts'
import type { Target } from './targets.ts'
import { createTrie, keyOf } from './trie.ts'

export interface WholeFoldersInput {
  readonly exact: readonly Target[]
  /** Gives how many URLs a target takes: more than one where copies differ by request headers. */
  readonly countCopies: (target: Target) => number
  readonly kept: KeptOptions
  readonly secondsFor: (prefixes: number, urls: number) => number
  readonly deadlineSeconds: number
}

export interface WholeFolders {
  /** Prefixes that touch no unchanged copy, and whether documents are among what they are for. */
  readonly keys: readonly { readonly key: string; readonly isLate: boolean }[]
  /** Says that a prefix surely reaches the URL. */
  covers(url: string): boolean
}

/**
 * Finds folders of which everything that is known is to go, so that one prefix stands for many URLs of a list that is too long: of all
 * ways that end in time the one with the fewest prefixes, else the fastest one. Never a whole host, as it holds more than is known.
 */
export function findWholeFolders(input: WholeFoldersInput): WholeFolders {
  const { exact, countCopies, kept, secondsFor, deadlineSeconds } = input
  const trie = createTrie()
  const folders = exact.map(({ url }) => trie.insertFolder(url))
  const tree = createStringTree(trie)
  const { nodes } = tree
  const uncovered = new Float64Array(nodes.length)
  const documents = new Float64Array(nodes.length)
  let total = 0
  for (const [index, target] of exact.entries()) {
    const { number = 0 } = folders[index] ?? {}
    const count = countCopies(target)
    uncovered[number] = (uncovered[number] ?? 0) + count
    if (target.isDocument) documents[number] = 1
    total += count
  }
  const touched = sumUp(tree, weighKept(tree, kept).urls)
  const forbidden = touched.map((urls, node) =>
    urls > 0 || nodes[node]?.depth === 0 ? Infinity : 0,
  )
  const cover = createCover({ tree, uncovered, collateral: forbidden })

  let best: Attempt = { chosen: [], seconds: secondsFor(0, total) }
  // A prefix that must stand for many URLs is rare; the less it must, the more there are.
  for (
    let price = total;
    price >= 1 && best.seconds > deadlineSeconds;
    price = Math.floor(price / 2)
  ) {
    const { chosen, cost } = cover(price, 'narrowest')
    const urls = cost - price * chosen.length
    const seconds = secondsFor(chosen.length, urls)
    if (seconds < best.seconds) best = { chosen, seconds }
  }
  const late = sumUp(tree, documents)
  const reached = surelyReached(tree, best.chosen)
  return {
    keys: best.chosen.flatMap((number) => {
      const node = nodes[number]
      return node ? [{ key: keyOf(node).key, isLate: (late[number] ?? 0) > 0 }] : []
    }),
    covers(url) {
      const walk = trie.walk(url)
      return walk !== undefined && reached[walk.node.number] === 1
    },
  }
}

interface Attempt {
  readonly chosen: readonly number[]
  readonly seconds: number
}
