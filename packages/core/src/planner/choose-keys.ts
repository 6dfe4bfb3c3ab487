import type { Limits } from '../purger.ts'
import {
  createNodeChooser,
  type NodeChoice,
  type NodeChooser,
  type PlacedDemand,
} from './choose-nodes.ts'
import type { Demand } from './demand.ts'
import { describeChoice } from './describe-choice.ts'
import { weighKept, type KeptOptions } from './kept.ts'
import type { KeyChoice, KeysFound } from './key-choice.ts'
import { lowestFitting } from './price.ts'
import { createStringTree, type StringTree } from './string-tree.ts'
import { sumUp } from './sum-up.ts'
import { carriesTag, chooseTags, tagsOfDemands, type TaggedCopy } from './tags.ts'
import type { Target } from './targets.ts'
import { createTrie } from './trie.ts'

export interface KeyInput {
  readonly demands: readonly Demand[]
  readonly urlsOf: (target: Target) => readonly string[]
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
  const places = input.demands.map(({ target }) => input.urlsOf(target).map(trie.insert))
  const tree = createStringTree(trie)
  const demands = input.demands.map(({ target, cause }, index) => ({
    target,
    cause,
    nodes: places[index]?.map((place) => tree.nodeOf[place] ?? 0) ?? [],
  }))
  const countHosts = tree.parent.reduce((count, above) => count + (above < 0 ? 1 : 0), 0)

  const copies: TaggedCopy[] = []
  const wanted = tagsOf ? tagsOfDemands(demands, tagsOf) : new Set<string>()
  const kept = weighKept(tree, input.kept, (asset, node) => {
    if (wanted.size === 0) return
    const tags = tagsOf?.(asset.path).filter((tag) => wanted.has(tag)) ?? []
    if (tags.length > 0) copies.push({ asset, node, tags })
  })

  const dearest = trustValidators ? kept.lostBytes : kept.bytes
  const highestPrice = 1 + countHosts + dearest.reduce((sum, bytes) => sum + bytes, 0)
  const search = (among: readonly PlacedDemand[], tags: ReadonlySet<string>): KeysFound => {
    const chooser = createNodeChooser({
      tree,
      kept,
      demands: among,
      trustValidators,
    })
    const tagRequests = Math.ceil(tags.size / limits.maxKeys)
    const requestsOf = (choice: NodeChoice) => tagRequests + countRequests(tree, choice, limits)
    const narrowest = chooser.choose(0, 'narrowest')
    if (!input.kept) return { choice: chooser.withNarrow(narrowest), tags, isWidened: false }
    const fits = (choice: NodeChoice) => input.fits(requestsOf(choice))
    const fitting = lowestFitting((price) => chooser.choose(price, 'fewest'), fits, highestPrice)
    // Wider keys that do not end in time either would be for nothing.
    if (!fitting || requestsOf(fitting) >= requestsOf(narrowest)) {
      return { choice: chooser.withNarrow(narrowest), tags, isWidened: false }
    }
    if (fitting.collateral <= narrowest.collateral) {
      return { choice: chooser.withNarrow(fitting), tags, isWidened: false }
    }
    const most = mostRequests(input.fits, requestsOf(fitting), requestsOf(narrowest)) - tagRequests
    const exact = cheapestOf(chooser, {
      most,
      maxKeys: limits.maxKeys,
      hosts: countHosts,
    })
    const choice = exact && exact.collateral < fitting.collateral ? exact : fitting
    return { choice: chooser.withNarrow(choice), tags, isWidened: true }
  }

  let found = search(demands, new Set())
  if (tagsOf && wanted.size > 0) {
    const own = sumUp(tree, trustValidators ? kept.staleBytes : kept.bytes)
    const conditionalBytes = input.kept?.conditionalBytes ?? 0
    const { tags, collateral } = chooseTags({
      demands,
      tagsOf,
      copies,
      ownCost: (node) => own[node] ?? 0,
      costOf: ({ isGone, size }) => (trustValidators && !isGone ? conditionalBytes : size),
    })
    const rest = demands.filter(({ target }) => !carriesTag(target, tags, tagsOf))
    const withTags = search(rest, tags)
    if (collateral + withTags.choice.collateral < found.choice.collateral) found = withTags
  }
  return describeChoice(found, { tree, kept, demands, copies, tagsOf, trustValidators })
}

/** The most requests that end in time: so many do, and too many do not. */
function mostRequests(fits: (requests: number) => boolean, some: number, tooMany: number): number {
  let most = some
  for (let above = tooMany; above - most > 1;) {
    const middle = Math.floor((most + above) / 2)
    if (fits(middle)) most = middle
    else above = middle
  }
  return most
}

/** Hosts and prefixes never share a request, so it is either prefixes alone, or one request less for them. */
function cheapestOf(
  chooser: NodeChooser,
  room: { readonly most: number; readonly maxKeys: number; readonly hosts: number },
): NodeChoice | undefined {
  const { most, maxKeys, hosts } = room
  const alone = chooser.chooseWithin(most * maxKeys, 'none')
  const beside =
    hosts <= maxKeys
      ? chooser.chooseWithin((most - 1) * maxKeys, 'free')
      : chooser.chooseWithin((most - 1) * maxKeys + 1, 'counted')
  if (!alone || !beside) return alone ?? beside
  return beside.collateral < alone.collateral ? beside : alone
}

function countRequests(
  { parent }: StringTree,
  { purge, invalidate }: NodeChoice,
  { maxKeys }: Limits,
): number {
  let requests = 0
  for (const chosen of [purge, invalidate]) {
    const hosts = chosen.filter((node) => parent[node] === -1).length
    requests += Math.ceil(hosts / maxKeys) + Math.ceil((chosen.length - hosts) / maxKeys)
  }
  return requests
}
