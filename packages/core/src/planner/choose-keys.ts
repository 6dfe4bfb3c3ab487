import type { Limits, PurgeAction } from '../purger.ts'
import { createNodeChoice, type NodeChoice, type PlacedDemand } from './choose-nodes.ts'
import type { Cause, Demand } from './demand.ts'
import { describeChoice } from './describe-choice.ts'
import { weighKept, type Copies, type KeptOptions } from './kept.ts'
import { lowestFitting } from './price.ts'
import { createStringTree, type StringTree } from './string-tree.ts'
import { sumUp } from './sum-up.ts'
import { carriesTag, chooseTags, tagsOfDemands, type TaggedCopy } from './tags.ts'
import type { Target } from './targets.ts'
import { createTrie } from './trie.ts'

/** One key of a purge, and why it is there. */
export interface ChosenKey {
  readonly action: PurgeAction
  readonly by: 'tags' | 'prefixes' | 'hosts'
  readonly key: string
  readonly cause: Cause
  /** True where documents are among what it is for, so that it comes late. */
  readonly isLate: boolean
}

export interface KeyChoice {
  readonly keys: readonly ChosenKey[]
  /** Says that a key surely deletes every copy of a target; one that is only marked stale is not. */
  deletes(target: Target): boolean
  /** Unchanged copies that may be touched. */
  readonly purged: Copies
  readonly invalidated: Copies
  /** True where wider keys were taken than the narrowest, to end in time. */
  readonly isWidened: boolean
}

export interface KeyInput {
  readonly demands: readonly Demand[]
  /** Undefined where nothing is known of what keys touch: then they are the narrowest, however many. */
  readonly kept: KeptOptions | undefined
  readonly limits: Limits
  readonly trustValidators: boolean
  readonly tagsOf: ((path: string) => readonly string[]) | undefined
  /** Says whether so many requests by key end in time. */
  readonly fits: (keyRequests: number) => boolean
}

/** Chooses the keys that reach every demand with the least collateral, as wide as needed to end in time and no wider. */
export function chooseKeys(input: KeyInput): KeyChoice {
  const { limits, trustValidators, tagsOf } = input
  const trie = createTrie()
  const inserted = input.demands.map((demand) => ({ demand, node: trie.insert(demand.target.url) }))
  const tree = createStringTree(trie)
  const demands = inserted.map(({ demand, node }) => ({ ...demand, node: node.number }))

  const copies: TaggedCopy[] = []
  const wanted = tagsOf ? tagsOfDemands(demands, tagsOf) : new Set<string>()
  const kept = weighKept(tree, input.kept, (asset, node) => {
    if (wanted.size === 0) return
    const tags = tagsOf?.(asset.path).filter((tag) => wanted.has(tag)) ?? []
    if (tags.length > 0) copies.push({ asset, node, tags })
  })

  const most = 1 + kept.bytes.reduce((sum, bytes) => sum + bytes, 0)
  const search = (among: readonly PlacedDemand[], tags: ReadonlySet<string>): KeysFound => {
    const choose = createNodeChoice({ tree, kept, demands: among, trustValidators })
    const tagRequests = Math.ceil(tags.size / limits.maxKeys)
    const requestsOf = (choice: NodeChoice) => tagRequests + countRequests(tree, choice, limits)
    const narrowest = choose(0, 'narrowest')
    if (!input.kept) return { choice: narrowest, tags, isWidened: false }
    const fits = (choice: NodeChoice) => input.fits(requestsOf(choice))
    const fitting = lowestFitting((price) => choose(price, 'fewest'), fits, most)
    // Wider keys that do not end in time either would be for nothing.
    const isWidened = fitting !== undefined && fitting.collateral > narrowest.collateral
    const isFewer = fitting !== undefined && requestsOf(fitting) < requestsOf(narrowest)
    return { choice: isFewer ? fitting : narrowest, tags, isWidened }
  }

  let found = search(demands, new Set())
  if (tagsOf && wanted.size > 0) {
    const own = sumUp(tree, trustValidators ? kept.staleBytes : kept.bytes)
    const conditionalBytes = input.kept?.conditionalBytes ?? 0
    const { tags, collateral } = chooseTags({
      demands,
      tagsOf,
      copies,
      ownCost: ({ node }) => own[node] ?? 0,
      costOf: ({ isGone, size }) => (trustValidators && !isGone ? conditionalBytes : size),
    })
    const rest = demands.filter(({ target }) => !carriesTag(target, tags, tagsOf))
    const withTags = search(rest, tags)
    if (collateral + withTags.choice.collateral < found.choice.collateral) found = withTags
  }
  return describeChoice(found, { trie, tree, kept, demands, copies, tagsOf, trustValidators })
}

/** A choice of nodes, with the tags beside it. */
export interface KeysFound {
  readonly choice: NodeChoice
  readonly tags: ReadonlySet<string>
  readonly isWidened: boolean
}

function countRequests(
  { nodes }: StringTree,
  { purge, invalidate }: NodeChoice,
  { maxKeys }: Limits,
): number {
  let requests = 0
  for (const chosen of [purge, invalidate]) {
    const hosts = chosen.filter((node) => nodes[node]?.depth === 0).length
    requests += Math.ceil(hosts / maxKeys) + Math.ceil((chosen.length - hosts) / maxKeys)
  }
  return requests
}
