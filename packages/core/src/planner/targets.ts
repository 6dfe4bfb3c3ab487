import type { Change } from '../changes/diff.ts'
import { isEvicted } from '../changes/treatment.ts'
import { isDocument } from '../site/urls.ts'
import { createSegmentTable } from './segment-table.ts'

/** A path whose cached copies must go, under all its URLs or under one of them. */
export interface Target {
  /** A path of the build; undefined for what an earlier run owes, and for sources of redirects. */
  readonly path: string | undefined
  /** The one URL that is meant; undefined where it is all that the path has. So most URLs are only written when they are needed. */
  readonly url: string | undefined
  readonly countUrls: number
  /** Documents come last. */
  readonly isDocument: boolean
  /** True where marking copies stale is not enough: the path is gone, or that was tried and failed. */
  readonly mustPurge: boolean
  /** True for new fingerprinted names, which never make a purge wider. */
  readonly isNarrow: boolean
}

export interface Targets {
  /**
   * Assets first, documents last, so that no visitor gets a new page with an old asset in the middle of a purge. No URL is in
   * two of them.
   */
  readonly list: readonly Target[]
  /** Changed paths that are no URLs. */
  readonly notServed: readonly string[]
  readonly urlsOf: (target: Target) => readonly string[]
  /** Says that a URL of this path, which need not be one of them, is to go. */
  readonly has: (url: string, path: string) => boolean
}

export interface TargetsInput {
  readonly changes: readonly Change[]
  readonly urlsOf: (path: string) => readonly string[]
  /** See `createSharedNames`. */
  readonly nameLength: ((path: string) => number) | undefined
  /** URLs that earlier runs owe. */
  readonly owed: readonly string[]
}

/** Lists what must go for these changes, and what earlier runs owe; each URL once. */
export function findTargets({ changes, urlsOf, nameLength, owed }: TargetsInput): Targets {
  const names = owed.length === 0 && nameLength ? collectNames(changes, nameLength) : undefined
  const byUrl = new Map<string, Target>()
  const assets: Target[] = []
  const documents: Target[] = []
  const notServed: string[] = []
  const push = (target: Target) => (target.isDocument ? documents : assets).push(target)
  const add = (url: string, target: Target) => {
    const known = byUrl.get(url)
    const merged = known ? merge(known, target) : { ...target, url, countUrls: 1 }
    byUrl.set(url, merged)
    push(merged)
  }
  for (const url of new Set(owed)) {
    const about = { path: undefined, isDocument: false, mustPurge: true, isNarrow: false }
    add(url, { ...about, url, countUrls: 1 })
  }
  for (const change of changes) {
    if (!isEvicted(change)) continue
    const { path, kind, fingerprinted } = change
    const urls = change.urls ?? urlsOf(path)
    if (urls.length === 0) {
      if (!change.below) notServed.push(path)
      continue
    }
    const target: Target = {
      path: isSource(change) ? undefined : path,
      url: undefined,
      countUrls: urls.length,
      isDocument: kind === 'redirect' || isDocument(path),
      // A copy that is only marked stale may be found valid, and keep the headers that it has.
      mustPurge: kind !== 'added' && kind !== 'changed',
      isNarrow: kind === 'added' && fingerprinted,
    }
    if (names?.isAlone(path) && !change.urls) push(target)
    else for (const url of urls) add(url, target)
  }
  const counts = (target: Target) => target.url === undefined || byUrl.get(target.url) === target
  const list = [...assets, ...documents]
  return {
    // Of URLs that several paths share only what they were merged to counts.
    list: byUrl.size === 0 ? list : list.filter(counts),
    notServed,
    urlsOf: ({ url, path }) => (url !== undefined ? [url] : path === undefined ? [] : urlsOf(path)),
    has(url, path) {
      if (byUrl.has(url)) return true
      const first = names?.firstLike(path)
      return first !== undefined && !first.urls && urlsOf(first.path).includes(url)
    },
  }
}

/** True for the source of a redirect, which is no path of a build: those begin with no slash. */
function isSource({ kind, path }: Change): boolean {
  return kind === 'redirect' && /^(?:\/|https?:\/\/)/i.test(path)
}

interface Names {
  /** Says that no other path that must go may share a URL with this one. */
  isAlone(path: string): boolean
  /** Gives a change whose path may share URLs with this one. */
  firstLike(path: string): Change | undefined
}

function collectNames(changes: readonly Change[], nameLength: (path: string) => number): Names {
  const names = createSegmentTable()
  const first: Change[] = []
  const shared = new Set<number>()
  for (const change of changes) {
    if (!isEvicted(change)) continue
    const { path } = change
    const name = names.insert(-1, path, 0, nameLength(path))
    if (name === first.length) first.push(change)
    else shared.add(name)
  }
  const find = (path: string) => names.find(-1, path, 0, nameLength(path))
  return {
    isAlone: shared.size === 0 ? () => true : (path) => !shared.has(find(path)),
    firstLike: (path) => first[find(path)],
  }
}

/** A file without extension and a page can share a URL; the page is what must come last. */
function merge(known: Target, target: Target): Target {
  return {
    path: (known.isDocument ? known : target).path,
    url: known.url,
    countUrls: 1,
    isDocument: known.isDocument || target.isDocument,
    mustPurge: known.mustPurge || target.mustPurge,
    isNarrow: known.isNarrow && target.isNarrow,
  }
}
