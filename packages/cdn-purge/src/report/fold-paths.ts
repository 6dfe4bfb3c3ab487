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

/** Each path cut to its first `depth` folders, and to more of them where all paths of a row have them in common. */
function groupAt(paths: readonly string[], depth: number): PathRow[] {
  const groups = new Map<string, { count: number; common: string }>()
  for (const path of paths) {
    const folders = path.split('/', depth + 1)
    const label = folders.length > depth ? `${folders.slice(0, depth).join('/')}/` : path
    const group = groups.get(label)
    groups.set(label, {
      count: (group?.count ?? 0) + 1,
      common: group ? commonFolder(group.common, path) : path,
    })
  }
  return Array.from(groups.values(), ({ count, common }) => ({ path: common, count }))
}

function commonFolder(a: string, b: string): string {
  let end = 0
  for (let i = 0; i < a.length && a[i] === b[i]; i++) if (a[i] === '/') end = i + 1
  return a.slice(0, end)
}
