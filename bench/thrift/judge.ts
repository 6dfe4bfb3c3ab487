import { rateLimits } from '@cdn-purge/cloudflare'
import { secondsFor } from '@cdn-purge/core'
import { withoutScheme, type Sent } from '../rivals/rival.ts'
import type { Copy } from './copies.ts'

/** What a way to purge did at one deploy, or at several together. */
export interface Judged {
  /** URLs that still answer with old bytes. */
  readonly stale: number
  /** New URLs that were not purged: a 404 that was cached there stays. */
  readonly unhealed: number
  /** Wrong copies that were only marked stale: right once the origin's validators say so. */
  readonly onlyMarked: number
  readonly purgedUnchanged: number
  readonly purgedUnchangedBytes: number
  readonly markedUnchanged: number
  readonly markedUnchangedBytes: number
  /** Chunks of the old build that open tabs can no longer load from the edge. */
  readonly chunksLost: number
  /** URLs, prefixes, hosts. */
  readonly targets: number
  /** At 100 targets each. */
  readonly requests: number
  /** At the documented rate, from full buckets. */
  readonly seconds: { readonly free: number; readonly pro: number; readonly enterprise: number }
}

const PER_REQUEST = 100

/** Says what is left of the copies after everything was sent, and what it took. */
export function judge(copies: ReadonlyMap<string, Copy>, sent: readonly Sent[]): Judged {
  const purge = createReach(sent.filter(({ action }) => action === 'purge'))
  const mark = createReach(sent.filter(({ action }) => action === 'invalidate'))
  const found = {
    stale: 0,
    unhealed: 0,
    onlyMarked: 0,
    purgedUnchanged: 0,
    purgedUnchangedBytes: 0,
    markedUnchanged: 0,
    markedUnchangedBytes: 0,
    chunksLost: 0,
  }
  for (const [url, { kind, bytes }] of copies) {
    const key = withoutScheme(url)
    if (kind === 'stale' || kind === 'new') {
      if (purge.surely(url, key)) continue
      if (mark.surely(url, key)) found.onlyMarked++
      else if (kind === 'stale') found.stale++
      else found.unhealed++
    } else if (kind === 'chunk') {
      if (purge.maybe(url, key) || mark.maybe(url, key)) found.chunksLost++
    } else if (purge.maybe(url, key)) {
      found.purgedUnchanged++
      found.purgedUnchangedBytes += bytes
    } else if (mark.maybe(url, key)) {
      found.markedUnchanged++
      found.markedUnchangedBytes += bytes
    }
  }
  return { ...found, ...spent(sent) }
}

function spent(sent: readonly Sent[]): Pick<Judged, 'targets' | 'requests' | 'seconds'> {
  let [targets, requests, urls, keyRequests] = [0, 0, 0, 0]
  for (const batch of sent) {
    const count = batch.by === 'everything' ? 1 : batch.targets.length
    const each = Math.ceil(count / PER_REQUEST)
    targets += count
    requests += each
    if (batch.by === 'files') urls += count
    else keyRequests += each
  }
  const secondsOn = (plan: 'free' | 'pro' | 'enterprise'): number =>
    secondsFor({ urls, keyRequests }, rateLimits(plan, 'zone'))
  return {
    targets,
    requests,
    seconds: {
      free: secondsOn('free'),
      pro: secondsOn('pro'),
      enterprise: secondsOn('enterprise'),
    },
  }
}

interface Reach {
  /** A prefix is trusted for whole segments only … */
  surely(url: string, key: string): boolean
  /** … and charged for whatever begins with the same letters. */
  maybe(url: string, key: string): boolean
}

function createReach(sent: readonly Sent[]): Reach {
  const urls = new Set<string>()
  const hosts = new Set<string>()
  const prefixes: string[] = []
  let isAll = false
  for (const batch of sent) {
    if (batch.by === 'everything') isAll = true
    else if (batch.by === 'prefixes') for (const prefix of batch.targets) prefixes.push(prefix)
    else if (batch.by === 'hosts') for (const host of batch.targets) hosts.add(host)
    else if (batch.by === 'files') {
      for (const file of batch.targets) urls.add(typeof file === 'string' ? file : file.url)
    }
  }
  const segments = new Set(prefixes)
  const shortest = withoutCovered(prefixes)
  const isWhole = (url: string, key: string): boolean =>
    isAll || urls.has(url) || hosts.has(key.slice(0, key.indexOf('/')))
  return {
    surely: (url, key) => isWhole(url, key) || hasSegments(segments, key),
    maybe: (url, key) => isWhole(url, key) || beginsWithOne(shortest, key),
  }
}

/** True where a prefix is the key, or ends where one of its segments does. */
function hasSegments(prefixes: ReadonlySet<string>, key: string): boolean {
  if (prefixes.size === 0) return false
  if (prefixes.has(key)) return true
  for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
    if (prefixes.has(key.slice(0, slash)) || prefixes.has(key.slice(0, slash + 1))) return true
  }
  return false
}

/** Sorted, without those that begin with another one. */
function withoutCovered(prefixes: readonly string[]): string[] {
  const kept: string[] = []
  for (const prefix of prefixes.toSorted()) {
    const last = kept.at(-1)
    if (last === undefined || !prefix.startsWith(last)) kept.push(prefix)
  }
  return kept
}

function beginsWithOne(sorted: readonly string[], key: string): boolean {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sorted[middle] ?? '') <= key) from = middle + 1
    else to = middle
  }
  const nearest = sorted[from - 1]
  return nearest !== undefined && key.startsWith(nearest)
}

/** Adds up several deploys. */
export function addUp(all: readonly Judged[]): Judged {
  const sum = (value: (judged: Judged) => number): number =>
    all.reduce((total, each) => total + value(each), 0)
  return {
    stale: sum(({ stale }) => stale),
    unhealed: sum(({ unhealed }) => unhealed),
    onlyMarked: sum(({ onlyMarked }) => onlyMarked),
    purgedUnchanged: sum(({ purgedUnchanged }) => purgedUnchanged),
    purgedUnchangedBytes: sum(({ purgedUnchangedBytes }) => purgedUnchangedBytes),
    markedUnchanged: sum(({ markedUnchanged }) => markedUnchanged),
    markedUnchangedBytes: sum(({ markedUnchangedBytes }) => markedUnchangedBytes),
    chunksLost: sum(({ chunksLost }) => chunksLost),
    targets: sum(({ targets }) => targets),
    requests: sum(({ requests }) => requests),
    seconds: {
      free: sum(({ seconds }) => seconds.free),
      pro: sum(({ seconds }) => seconds.pro),
      enterprise: sum(({ seconds }) => seconds.enterprise),
    },
  }
}
