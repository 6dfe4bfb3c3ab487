import type { Manifest } from '@cdn-purge/core'

/** What differs between two builds, found without any code of the packages: the other side of the comparison. */
export interface SecondOpinion {
  readonly added: ReadonlySet<string>
  readonly changed: ReadonlySet<string>
  readonly removed: ReadonlySet<string>
}

/** Compares two builds by path and digest alone. */
export function secondOpinion(before: Manifest, after: Manifest): SecondOpinion {
  const added = new Set<string>()
  const changed = new Set<string>()
  const removed = new Set<string>()
  for (const { path, digest } of after.assets.values()) {
    const old = before.assets.get(path)
    if (!old) added.add(path)
    else if (old.digest !== digest) changed.add(path)
  }
  for (const path of before.assets.keys()) if (!after.assets.has(path)) removed.add(path)
  return { added, changed, removed }
}

/** The ways a browser can ask for a file, not encoded: a folder's index has three, another page two, the rest one. */
export function waysToAsk(path: string): string[] {
  if (path === 'index.html') return ['index.html', '']
  if (path.endsWith('/index.html')) {
    const folder = path.slice(0, -'index.html'.length)
    return [path, folder, folder.slice(0, -1)]
  }
  return path.endsWith('.html') ? [path, path.slice(0, -'.html'.length)] : [path]
}
