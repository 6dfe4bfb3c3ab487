import type { ChosenKey, KeyChoice, KeysFound } from './key-choice.ts'
import type { PlacedDemand } from './choose-nodes.ts'
import { CAUSES, type Cause } from './demand.ts'
import type { Copies, KeptByNode } from './kept.ts'
import { possiblyReached, surelyReached } from './reach.ts'
import type { StringTree } from './string-tree.ts'
import { carriesTag, type TaggedCopy } from './tags.ts'

interface Surroundings {
  readonly tree: StringTree
  readonly kept: KeptByNode
  readonly demands: readonly PlacedDemand[]
  readonly copies: readonly TaggedCopy[]
  readonly tagsOf: ((path: string) => readonly string[]) | undefined
  readonly trustValidators: boolean
}

/** Gives the keys of a choice with what each is for, and counts what they may touch. */
export function describeChoice(
  { choice, tags, isWidened }: KeysFound,
  surroundings: Surroundings,
): KeyChoice {
  const { tree, tagsOf = () => [] } = surroundings
  const tagKeys = describeTags(tags, surroundings)
  const deletingTags = new Set(tagKeys.filter(isDeleting).map(({ key }) => key))
  const staleTags = new Set([...tags].filter((tag) => !deletingTags.has(tag)))
  const reached = surelyReached(tree, choice.purge)

  const mayDelete = possiblyReached(tree, choice.purge)
  const mayMark = possiblyReached(tree, choice.invalidate)
  for (const [node, deletes] of mayDelete.entries()) if (deletes) mayMark[node] = 0
  return {
    keys: [...tagKeys, ...describeNodes(choice, surroundings)],
    deletes(url, path) {
      return carriesTag({ path }, deletingTags, tagsOf) || reached[tree.holder(url)] === 1
    },
    touches(url, path) {
      const node = tree.deepest(url)
      if (node >= 0 && (mayDelete[node] || mayMark[node])) return true
      return tags.size > 0 && tagsOf(path).some((tag) => tags.has(tag))
    },
    ...countCopies(surroundings, { mayDelete, mayMark, deletingTags, staleTags }),
    isWidened,
  }
}

function isDeleting({ action }: ChosenKey): boolean {
  return action === 'purge'
}

/** A tag that touches unchanged copies marks them stale where that is trusted, unless it is for what must be deleted. */
function describeTags(
  tags: ReadonlySet<string>,
  { demands, copies, tagsOf = () => [], trustValidators }: Surroundings,
): ChosenKey[] {
  return [...tags].toSorted().map((tag) => {
    const own = demands.filter(({ target }) => carriesTag(target, new Set([tag]), tagsOf))
    const touches = copies.some((copy) => copy.tags.includes(tag))
    const marks = trustValidators && touches && !own.some(({ target }) => target.mustPurge)
    const ranks = own.map(({ cause }) => CAUSES.indexOf(cause))
    return {
      action: marks ? 'invalidate' : 'purge',
      by: 'tags',
      key: tag,
      cause: causeOf(Math.min(...ranks)),
      isLate: own.some(({ target }) => target.isDocument),
    }
  })
}

function describeNodes(
  { purge, invalidate }: KeysFound['choice'],
  { tree, demands }: Surroundings,
): ChosenKey[] {
  const { size, folder } = tree
  const ranks = new Uint8Array(size).fill(CAUSES.length)
  const late = new Uint8Array(size)
  for (const { nodes, cause, target } of demands) {
    const rank = CAUSES.indexOf(cause)
    for (const node of nodes) {
      ranks[node] = Math.min(ranks[node] ?? 0, rank)
      if (target.isDocument) late[node] = 1
    }
  }
  for (let node = size - 1; node >= 0; node--) {
    const above = folder[node] ?? -1
    if (above < 0) continue
    ranks[above] = Math.min(ranks[above] ?? 0, ranks[node] ?? 0)
    if (late[node]) late[above] = 1
  }
  const describe = (action: ChosenKey['action']) => (node: number) => ({
    action,
    ...tree.keyOf(node),
    cause: causeOf(ranks[node] ?? 0),
    isLate: late[node] === 1,
  })
  return [...purge.map(describe('purge')), ...invalidate.map(describe('invalidate'))]
}

function causeOf(rank: number): Cause {
  return CAUSES[rank] ?? 'refused'
}

interface Touch {
  readonly mayDelete: Uint8Array
  readonly mayMark: Uint8Array
  readonly deletingTags: ReadonlySet<string>
  readonly staleTags: ReadonlySet<string>
}

function countCopies(
  { kept, copies }: Surroundings,
  { mayDelete, mayMark, deletingTags, staleTags }: Touch,
): { readonly purged: Copies; readonly invalidated: Copies } {
  const purged = sumWhere(kept, mayDelete)
  const invalidated = sumWhere(kept, mayMark)
  for (const { asset, node, tags } of copies) {
    if (mayDelete[node]) continue
    const isDeleted = tags.some((tag) => deletingTags.has(tag))
    if (isDeleted) {
      purged.urls++
      purged.bytes += asset.size
    }
    const wasCounted = mayMark[node] === 1
    const isMarked = !isDeleted && tags.some((tag) => staleTags.has(tag))
    const change = wasCounted && isDeleted ? -1 : !wasCounted && isMarked ? 1 : 0
    invalidated.urls += change
    invalidated.bytes += change * asset.size
  }
  return { purged, invalidated }
}

function sumWhere({ urls, bytes }: KeptByNode, marks: Uint8Array): { urls: number; bytes: number } {
  const sums = { urls: 0, bytes: 0 }
  for (const [node, mark] of marks.entries()) {
    if (!mark) continue
    sums.urls += urls[node] ?? 0
    sums.bytes += bytes[node] ?? 0
  }
  return sums
}
