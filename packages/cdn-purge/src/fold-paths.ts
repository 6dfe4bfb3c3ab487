/** A path, or a folder (with a `/` at the end) and how many paths lie below it. */
export interface PathRow {
  readonly path: string
  readonly count: number
}

export interface FoldedPaths {
  /** In the order of the paths. */
  readonly rows: readonly PathRow[]
  /** Paths that no row stands for. */
  readonly more: number
}

/** Gives at most `limit` rows for these paths: the paths themselves, or the deepest folders that still fit. */
export function foldPaths(paths: readonly string[], limit: number): FoldedPaths {
  if (paths.length <= limit) return { rows: paths.map((path) => ({ path, count: 1 })), more: 0 }
  let rows = groupAt(paths, 1)
  if (rows.length > limit) {
    // Folders say more than single files of the top level.
    const shown = new Set(rows.toSorted((a, b) => b.count - a.count).slice(0, limit))
    const rest = rows.filter((row) => !shown.has(row))
    return {
      rows: rows.filter((row) => shown.has(row)),
      more: rest.reduce((sum, { count }) => sum + count, 0),
    }
  }
  for (let depth = 2; ; depth++) {
    const deeper = groupAt(paths, depth)
    if (deeper.length > limit) return { rows, more: 0 }
    rows = deeper
  }
}

/** Each path cut to its first `depth` folders. */
function groupAt(paths: readonly string[], depth: number): PathRow[] {
  const counts = new Map<string, number>()
  for (const path of paths) {
    const parts = path.split('/')
    const label = parts.length > depth ? `${parts.slice(0, depth).join('/')}/` : path
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return Array.from(counts, ([path, count]) => ({ path, count }))
}
