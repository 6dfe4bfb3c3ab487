import { countOf } from '../count-of.ts'
import type { PlanRequest } from '../plan/plan-format.ts'
import type { FileTarget, Limits } from '../purger.ts'
import type { ChosenKey } from './key-choice.ts'

export interface RequestParts {
  readonly assets: readonly FileTarget[]
  readonly documents: readonly FileTarget[]
  readonly keys: readonly ChosenKey[]
}

export interface RequestOptions {
  readonly limits: Limits
  /** Gives the zone of a host: what one request holds is of one zone. */
  readonly zoneOf: (host: string) => string
  readonly reasonOf: (key: ChosenKey) => string
}

/** Gives the requests of a plan: assets first, then keys, documents last, each of one kind and zone and small enough to be sent. */
export function toRequests(parts: RequestParts, options: RequestOptions): PlanRequest[] {
  const { keys } = parts
  const assets = groupByZone(parts.assets, options.zoneOf)
  const documents = groupByZone(parts.documents, options.zoneOf)
  const zones = new Set([...assets.keys(), ...documents.keys()])
  if (keys.length === 0 && zones.size === 1) {
    return fileRequests([...assets.values()].flat(), [...documents.values()].flat(), options)
  }
  return [
    ...[...assets.values()].flatMap((targets) => fileRequests(targets, [], options)),
    ...keyRequests(keys, options),
    ...[...documents.values()].flatMap((targets) => fileRequests([], targets, options)),
  ]
}

function groupByZone(
  targets: readonly FileTarget[],
  zoneOf: RequestOptions['zoneOf'],
): Map<string, FileTarget[]> {
  const groups = new Map<string, FileTarget[]>()
  const groupOf = (url: string): FileTarget[] => {
    const zone = zoneOf(new URL(url).hostname)
    const group = groups.get(zone) ?? []
    groups.set(zone, group)
    return group
  }
  // Lists of URLs come sorted, so most have the host of the one before.
  let lastRoot: string | undefined
  let last: FileTarget[] = []
  for (const target of targets) {
    const url = typeof target === 'string' ? target : target.url
    if (lastRoot === undefined || !url.startsWith(lastRoot)) {
      lastRoot = url.slice(0, url.indexOf('/', url.indexOf('//') + 2) + 1)
      last = groupOf(url)
    }
    last.push(target)
  }
  return groups
}

function fileRequests(
  assets: readonly FileTarget[],
  documents: readonly FileTarget[],
  { limits: { maxUrls } }: RequestOptions,
): PlanRequest[] {
  return chunks([...assets, ...documents], maxUrls).map((targets, index) => {
    const early = Math.max(0, Math.min(targets.length, assets.length - index * maxUrls))
    const parts = [
      ...(early > 0 ? [countOf(early, 'asset URL')] : []),
      ...(targets.length > early ? [countOf(targets.length - early, 'document URL')] : []),
    ]
    return { action: 'purge', by: 'files', targets, reason: parts.join(', ') }
  })
}

function keyRequests(
  keys: readonly ChosenKey[],
  { limits, zoneOf, reasonOf }: RequestOptions,
): PlanRequest[] {
  const groups = new Map<string, ChosenKey[]>()
  for (const key of keys.toSorted(compareKeys)) {
    const zone = key.by === 'tags' ? '' : zoneOf(key.key.split('/')[0] ?? '')
    const name = `${key.action} ${key.by} ${zone}`
    const group = groups.get(name)
    if (group) group.push(key)
    else groups.set(name, [key])
  }
  return [...groups.values()]
    .flatMap((group) => chunks(group, limits.maxKeys))
    .toSorted((a, b) => Number(a.some(isLate)) - Number(b.some(isLate)))
    .flatMap((chunk): PlanRequest[] => {
      const [first] = chunk
      if (!first) return []
      const { action, by } = first
      const reason = [...new Set(chunk.map(reasonOf))].join('; ')
      return [{ action, by, targets: chunk.map(({ key }) => key), reason }]
    })
}

/** Narrow before wide, as far as nothing else decides. */
const KINDS: readonly ChosenKey['by'][] = ['tags', 'prefixes', 'hosts']

function compareKeys(a: ChosenKey, b: ChosenKey): number {
  return (
    Number(a.action === 'invalidate') - Number(b.action === 'invalidate') ||
    KINDS.indexOf(a.by) - KINDS.indexOf(b.by) ||
    Number(a.isLate) - Number(b.isLate) ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  )
}

function isLate(key: ChosenKey): boolean {
  return key.isLate
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
