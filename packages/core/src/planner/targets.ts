import type { Change } from '../changes/diff.ts'
import { isEvicted } from '../changes/treatment.ts'
import { isDocument } from '../site/urls.ts'

/** One URL whose cached copies must go. */
export interface Target {
  readonly url: string
  /** A path of the build that is served there; undefined for what an earlier run owes. */
  readonly path: string | undefined
  /** Documents come last. */
  readonly isDocument: boolean
  /** True where marking copies stale is not enough: the path is gone, or that was tried and failed. */
  readonly mustPurge: boolean
  /** True for new fingerprinted names, which never make a purge wider. */
  readonly isNarrow: boolean
}

export interface Targets {
  /** Assets first, documents last, so that no visitor gets a new page with an old asset in the middle of a purge. */
  readonly list: readonly Target[]
  /** Changed paths that are no URLs. */
  readonly notServed: readonly string[]
  has(url: string): boolean
}

/** Lists what must go for these changes, and what earlier runs owe; each URL once. */
export function findTargets(
  changes: readonly Change[],
  urlsOf: (path: string) => readonly string[],
  owed: readonly string[],
): Targets {
  const byUrl = new Map<string, Target>()
  const assets: Target[] = []
  const documents: Target[] = []
  const notServed: string[] = []
  const add = (target: Target) => {
    const known = byUrl.get(target.url)
    const merged = known ? merge(known, target) : target
    byUrl.set(target.url, merged)
    ;(merged.isDocument ? documents : assets).push(merged)
  }
  for (const url of new Set(owed)) {
    add({ url, path: undefined, isDocument: false, mustPurge: true, isNarrow: false })
  }
  for (const change of changes) {
    if (!isEvicted(change)) continue
    const { path, kind } = change
    const urls = urlsOf(path)
    if (urls.length === 0) notServed.push(path)
    const isPage = isDocument(path)
    const mustPurge = kind === 'removed'
    const isNarrow = kind === 'added' && change.fingerprinted
    for (const url of urls) add({ url, path, isDocument: isPage, mustPurge, isNarrow })
  }
  const list = [...assets, ...documents]
  const isShared = byUrl.size < list.length
  return {
    // Of URLs that several paths share only what they were merged to counts.
    list: isShared ? list.filter((target) => byUrl.get(target.url) === target) : list,
    notServed,
    has: (url) => byUrl.has(url),
  }
}

/** A file without extension and a page can share a URL; the page is what must come last. */
function merge(known: Target, target: Target): Target {
  return {
    ...(known.isDocument ? known : target),
    isDocument: known.isDocument || target.isDocument,
    mustPurge: known.mustPurge || target.mustPurge,
    isNarrow: known.isNarrow && target.isNarrow,
  }
}
