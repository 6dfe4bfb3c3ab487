import { createUrls, type Manifest } from '@cdn-purge/core'
import { isKeptName } from '../rivals/kept-name.ts'
import type { Deploy } from '../rivals/rival.ts'
import { siteWith, type Routes } from './deploy.ts'

/** What the edge may hold under a URL, seen from the new build. */
export type CopyKind =
  /** Wrong: other bytes, or of a page that is gone. */
  | 'stale'
  /** Nothing was there before: perhaps a cached 404. */
  | 'new'
  /** Gone from the build, under a name that vouches for its bytes: open tabs ask for it. */
  | 'chunk'
  | 'unchanged'

export interface Copy {
  readonly kind: CopyKind
  /** Of the unchanged file; of no other is it needed. */
  readonly bytes: number
}

/** Where two files share a URL the more urgent of them counts. */
const URGENCY: readonly CopyKind[] = ['unchanged', 'chunk', 'new', 'stale']

/** Lists what an edge may hold that is full of the old build. */
export function copiesOf(deploy: Deploy, routes: Routes): Map<string, Copy> {
  const { before, after } = deploy
  const isPath = (path: string): boolean => before.assets.has(path) || after.assets.has(path)
  const urlsOf = createUrls(siteWith(routes), isPath)
  const copies = new Map<string, Copy>()
  const put = (path: string, copy: Copy): void => {
    for (const url of urlsOf(path)) {
      const other = copies.get(url)
      const isLess = other && URGENCY.indexOf(other.kind) >= URGENCY.indexOf(copy.kind)
      if (!isLess) copies.set(url, copy)
    }
  }
  const kinds = kindsOf(deploy)
  const kindOf = (path: string): CopyKind => kinds.get(path) ?? 'unchanged'
  const all: readonly Manifest[] = [before, after]
  for (const { assets } of all) {
    for (const { path, size } of assets.values()) put(path, { kind: kindOf(path), bytes: size })
  }
  return copies
}

function kindsOf(deploy: Deploy): Map<string, CopyKind> {
  const kinds = new Map<string, CopyKind>()
  for (const path of deploy.added) kinds.set(path, 'new')
  for (const path of deploy.changed) kinds.set(path, 'stale')
  for (const path of deploy.removed) kinds.set(path, isKeptName(path, deploy) ? 'chunk' : 'stale')
  return kinds
}
