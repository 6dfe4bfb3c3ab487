import type { PlacedDemand } from './choose-nodes.ts'
import type { KeptAsset } from './kept.ts'

/** One unchanged copy that carries tags of demands. */
export interface TaggedCopy {
  readonly asset: KeptAsset
  /** The deepest node whose key may reach it, -1 for none. */
  readonly node: number
  readonly tags: readonly string[]
}

export interface TagInput {
  readonly demands: readonly PlacedDemand[]
  readonly tagsOf: (path: string) => readonly string[]
  readonly copies: readonly TaggedCopy[]
  /** What the key of a node alone touches: no cover without tags is cheaper than that. In bytes. */
  readonly ownCost: (node: number) => number
  /** What evicting one copy costs, in bytes. */
  readonly costOf: (asset: KeptAsset) => number
}

/** Gives every tag that a path of the demands carries. */
export function tagsOfDemands(
  demands: readonly PlacedDemand[],
  tagsOf: (path: string) => readonly string[],
): Set<string> {
  return new Set(
    demands.flatMap(({ target }) => (target.path === undefined ? [] : tagsOf(target.path))),
  )
}

/**
 * Chooses tags for demands whose own key touches more than a tag of theirs, the dearest demand first, and gives what the chosen
 * tags touch. Greedy: tags overlap as they please, so the best set of them is not searched for.
 */
export function chooseTags(input: TagInput): { tags: ReadonlySet<string>; collateral: number } {
  const { demands, tagsOf, copies, ownCost, costOf } = input
  const costs = new Map<string, number>()
  for (const { asset, tags } of copies) {
    for (const tag of tags) costs.set(tag, (costs.get(tag) ?? 0) + costOf(asset))
  }
  const tags = new Set<string>()
  const dear = demands
    .filter(({ target, cause }) => !target.isNarrow && cause !== 'whole-site')
    .flatMap(({ target: { path }, nodes }) =>
      nodes.map((node) => ({ path, node, cost: ownCost(node) })),
    )
    .filter(({ cost }) => cost > 0)
    .toSorted((a, b) => b.cost - a.cost || a.node - b.node)
  for (const { path, cost } of dear) {
    const own = path === undefined ? [] : tagsOf(path)
    if (own.some((tag) => tags.has(tag))) continue
    const [best] = own
      .map((tag) => ({ tag, cost: costs.get(tag) ?? 0 }))
      .toSorted((a, b) => a.cost - b.cost || (a.tag < b.tag ? -1 : 1))
    if (best && best.cost < cost) tags.add(best.tag)
  }
  const touched = copies.filter((copy) => copy.tags.some((tag) => tags.has(tag)))
  return { tags, collateral: touched.reduce((sum, { asset }) => sum + costOf(asset), 0) }
}

/** Says that the path of a target carries one of these tags. */
export function carriesTag(
  { path }: { readonly path: string | undefined },
  tags: ReadonlySet<string>,
  tagsOf: (path: string) => readonly string[],
): boolean {
  return tags.size > 0 && path !== undefined && tagsOf(path).some((tag) => tags.has(tag))
}
