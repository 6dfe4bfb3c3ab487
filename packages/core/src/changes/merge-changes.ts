import type { Change } from './diff.ts'

export interface FoundChanges {
  readonly each: readonly Change[]
  /** Words in how many builds the same was found; left out where that says nothing. */
  readonly shared?: (count: number) => string
}

/** Makes one change of all that were found for a path, in several builds or by several sorts of rules. */
export function mergeChanges(found: readonly FoundChanges[]): Change[] {
  const byPath = new Map<string, Change[]>()
  const counts = new Map<Change, (count: number) => string>()
  for (const { each, shared } of found) {
    for (const change of each) {
      const known = byPath.get(change.path)
      if (known) known.push(change)
      else byPath.set(change.path, [change])
      if (shared) counts.set(change, shared)
    }
  }
  return [...byPath.values()].flatMap((changes) => {
    const [first] = changes
    return first ? [mergeAll(first, changes, counts)] : []
  })
}

function mergeAll(
  first: Change,
  changes: readonly Change[],
  counts: ReadonlyMap<Change, (count: number) => string>,
): Change {
  const kinds = [...new Set(changes.map(({ kind }) => kind))]
  const reasons = kinds.map((kind) => {
    const some = changes.filter((change) => change.kind === kind)
    const [one = first] = some
    return one.reason + (counts.get(one)?.(some.length) ?? '')
  })
  const urls = changes.every((change) => change.urls) && union(changes, ({ urls: some }) => some)
  const below = union(changes, (change) => change.below)
  const headers = union(changes, (change) => change.headers)
  return {
    kind: kinds.includes('redirect') ? 'redirect' : first.kind,
    path: first.path,
    reason: reasons.join('; '),
    fingerprinted: first.fingerprinted,
    ...(urls && { urls }),
    ...(below.length > 0 && { below }),
    ...(headers.length > 0 && { headers }),
  }
}

function union(
  changes: readonly Change[],
  of: (change: Change) => readonly string[] | undefined,
): string[] {
  return [...new Set(changes.flatMap((change) => of(change) ?? []))]
}
