import { countOf } from '@cdn-purge/core'

/** A folder of a tree, and how many paths of each kind lie in it. */
export interface TreeRow<K extends string> {
  /** Folders that it lies in and that have rows of their own. */
  readonly depth: number
  /** `docs/next/`, below the row above it that is less deep; `5 others`, `12 files` for what is not shown alone. */
  readonly label: string
  readonly counts: ReadonlyMap<K, number>
}

export interface Folded<K extends string> {
  readonly path: string
  readonly kind: K
}

interface Folder<K extends string> {
  label: string
  count: number
  readonly counts: Map<K, number>
  readonly children: Map<string, Folder<K>>
}

/** Shown alone at most, of the folders in one. */
const CHILDREN = 5

/**
 * Gives a tree of about `limit` rows for these paths: folders are opened first where that tells the most paths apart, and what is left
 * of an opened folder is one row. Folders that hold nothing but one other are one with it.
 */
export function foldTree<K extends string>(
  items: readonly Folded<K>[],
  limit: number,
): TreeRow<K>[] {
  const root = createFolder<K>('')
  for (const { path, kind } of items) add(root, path, kind)
  const opened = new Set([root])
  const rowsOf = (folder: Folder<K>) => {
    const shown = shownIn(folder).length
    return shown < folder.children.size ? shown + 1 : shown
  }
  let rows = rowsOf(root)
  for (;;) {
    const closed = [...opened].flatMap(shownIn).filter((folder) => !opened.has(folder))
    const [next] = closed
      .filter((folder) => isTelling(folder) && rows + rowsOf(folder) <= limit)
      .toSorted((a, b) => toldApart(b) - toldApart(a))
    if (!next) break
    opened.add(next)
    rows += rowsOf(next)
  }
  return listRows(root, opened, 0)
}

function createFolder<K extends string>(label: string): Folder<K> {
  return { label, count: 0, counts: new Map(), children: new Map() }
}

function add<K extends string>(root: Folder<K>, path: string, kind: K): void {
  let folder = root
  count(folder, kind, 1)
  for (let start = 0; start < path.length;) {
    const slash = path.indexOf('/', start)
    const end = slash < 0 ? path.length : slash + 1
    const label = path.slice(start, end)
    const child = folder.children.get(label) ?? createFolder<K>(label)
    folder.children.set(label, child)
    count(child, kind, 1)
    folder = child
    start = end
  }
}

function count<K extends string>(folder: Folder<K>, kind: K, more: number): void {
  folder.count += more
  folder.counts.set(kind, (folder.counts.get(kind) ?? 0) + more)
}

/** The fullest folders, those with nothing but one thing in them joined with it, and files if they are few. */
function shownIn<K extends string>(folder: Folder<K>): Folder<K>[] {
  for (const [label, child] of folder.children) folder.children.set(label, joinSingles(child))
  const sorted = [...folder.children.values()].toSorted((a, b) => b.count - a.count)
  if (sorted.length <= CHILDREN) return sorted
  return sorted.filter(({ children }) => children.size > 0).slice(0, CHILDREN)
}

function joinSingles<K extends string>(folder: Folder<K>): Folder<K> {
  if (folder.children.size !== 1) return folder
  const [only] = folder.children.values()
  if (!only) return folder
  const joined = joinSingles(only)
  return { ...joined, label: folder.label + joined.label }
}

/** Opening a folder says something where most of it lies in a few places. */
function isTelling<K extends string>(folder: Folder<K>): boolean {
  const shown = shownIn(folder)
  return shown.length > 0 && shown.reduce((sum, child) => sum + child.count, 0) * 2 >= folder.count
}

/** Paths outside of the fullest folder in it. */
function toldApart<K extends string>(folder: Folder<K>): number {
  return folder.count - (shownIn(folder)[0]?.count ?? 0)
}

function listRows<K extends string>(
  folder: Folder<K>,
  opened: ReadonlySet<Folder<K>>,
  depth: number,
): TreeRow<K>[] {
  const shown = shownIn(folder)
  const rows = shown.flatMap((child) => [
    { depth, label: child.label, counts: child.counts },
    ...(opened.has(child) ? listRows(child, opened, depth + 1) : []),
  ])
  if (shown.length === folder.children.size) return rows
  const isShown = new Set(shown)
  const hidden = [...folder.children.values()].filter((child) => !isShown.has(child))
  const isFiles = hidden.every(({ children }) => children.size === 0)
  const rest = createFolder<K>(countOf(hidden.length, isFiles ? 'file' : 'other'))
  for (const [kind, all] of folder.counts) {
    const here = shown.reduce((sum, { counts }) => sum + (counts.get(kind) ?? 0), 0)
    if (all > here) count(rest, kind, all - here)
  }
  return [...rows, { depth, label: rest.label, counts: rest.counts }]
}
