import type { Change } from '../diff.ts'
import { isEvicted } from '../treatment.ts'
import { isDocument } from '../urls.ts'

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
  /** By URL; assets first, documents last, so that no visitor gets a new page with an old asset in the middle of a purge. */
  readonly byUrl: ReadonlyMap<string, Target>
  /** Changed paths that are no URLs. */
  readonly notServed: readonly string[]
}

/** Lists what must go for these changes, and what earlier runs owe. */
export function findTargets(
  changes: readonly Change[],
  urlsOf: (path: string) => readonly string[],
  owed: readonly string[],
): Targets {
  const assets = new Map<string, Target>()
  const documents = new Map<string, Target>()
  const notServed: string[] = []
  for (const url of owed) {
    const target = { url, path: undefined, isDocument: false, mustPurge: true, isNarrow: false }
    assets.set(url, target)
  }
  for (const change of changes) {
    if (!isEvicted(change)) continue
    const { path, kind, fingerprinted } = change
    const urls = urlsOf(path)
    if (urls.length === 0) notServed.push(path)
    const isPage = isDocument(path)
    for (const url of urls) {
      const target = {
        url,
        path,
        isDocument: isPage,
        mustPurge: kind === 'removed',
        isNarrow: kind === 'added' && fingerprinted,
      }
      const found = isPage ? documents : assets
      found.set(url, merge(found.get(url), target))
    }
  }
  if (documents.size === 0) return { byUrl: assets, notServed }
  const byUrl = new Map<string, Target>()
  // A file without extension and a page can share a URL; the page is what must come last.
  for (const [url, target] of assets) if (!documents.has(url)) byUrl.set(url, target)
  for (const [url, target] of documents) byUrl.set(url, merge(assets.get(url), target))
  return { byUrl, notServed }
}

function merge(known: Target | undefined, target: Target): Target {
  if (!known) return target
  return {
    ...target,
    mustPurge: known.mustPurge || target.mustPurge,
    isNarrow: known.isNarrow && target.isNarrow,
  }
}
