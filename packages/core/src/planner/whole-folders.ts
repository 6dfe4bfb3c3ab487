import { createCover } from './cover.ts'
import { weighKept, type KeptOptions } from './kept.ts'
import { surelyReached } from './reach.ts'
import { createStringTree } from './string-tree.ts'
import { sumUp } from './sum-up.ts'
import type { Target } from './targets.ts'
import { createTrie } from './trie.ts'

export interface WholeFoldersInput {
  readonly exact: readonly Target[]
  readonly urlsOf: (target: Target) => readonly string[]
  /** Gives how many copies a URL has: more than one where they differ by request headers. */
  readonly countCopies: (url: string, path: string | undefined) => number
  readonly kept: KeptOptions
  readonly secondsFor: (prefixes: number, urls: number) => number
  readonly deadlineSeconds: number
}

export interface WholeFolders {
  /** Prefixes that touch no unchanged copy, and whether documents are among what they are for. */
  readonly keys: readonly { readonly key: string; readonly isLate: boolean }[]
  /** Says that a prefix surely reaches the URL. */
  readonly covers: (url: string) => boolean
}

/**
 * Finds folders of which everything that is known is to go, so that one prefix stands for many URLs of a list that is too long: of all
 * ways that end in time the one with the fewest prefixes, else the fastest one. Never a whole host, as it holds more than is known.
 */
export function findWholeFolders(input: WholeFoldersInput): WholeFolders {
  const { exact, urlsOf, countCopies, kept, secondsFor, deadlineSeconds } = input
  const trie = createTrie()
  const counts: number[] = []
  const hasDocuments: boolean[] = []
  let total = 0
  for (const target of exact) {
    for (const url of urlsOf(target)) {
      const place = trie.insertFolder(url)
      // Arrays with gaps are far slower.
      while (counts.length < trie.size()) {
        counts.push(0)
        hasDocuments.push(false)
      }
      const count = countCopies(url, target.path)
      counts[place] = (counts[place] ?? 0) + count
      if (target.isDocument) hasDocuments[place] = true
      total += count
    }
  }
  const tree = createStringTree(trie)
  const uncovered = new Float64Array(tree.size)
  const documents = new Float64Array(tree.size)
  for (const [place, node] of tree.nodeOf.entries()) {
    uncovered[node] = counts[place] ?? 0
    documents[node] = hasDocuments[place] ? 1 : 0
  }
  const touched = sumUp(tree, weighKept(tree, kept).urls)
  const forbidden = touched.map((urls, node) =>
    urls > 0 || tree.parent[node] === -1 ? Infinity : 0,
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
    keys: best.chosen.map((node) => ({
      key: tree.keyOf(node).key,
      isLate: (late[node] ?? 0) > 0,
    })),
    covers: (url) => reached[tree.holder(url)] === 1,
  }
}

interface Attempt {
  readonly chosen: readonly number[]
  readonly seconds: number
}
