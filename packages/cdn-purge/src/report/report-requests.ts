import {
  countOf,
  formatSeconds,
  createUrls,
  isEvicted,
  type FileTarget,
  type Plan,
  type PlanRequest,
  type PlanStats,
} from '@cdn-purge/core'
import { andMore } from './and-more.ts'
import { touchedAlong } from './touched-along.ts'

/** So many targets are read at a glance. */
const ROWS = 12

/** Words what is sent, with what each wide target stands for. */
export function requestLines(plan: Plan, all: boolean): string[] {
  const { requests } = plan
  if (requests.length === 0) return ['Nothing to purge.']
  const groups = new Map<string, PlanRequest[]>()
  for (const request of requests) {
    // Exact URLs belong together whatever their batches hold; a wide purge is told apart by its reason.
    const key = `${request.action} ${request.by} ${request.by === 'files' ? '' : request.reason}`
    const group = groups.get(key)
    if (group) group.push(request)
    else groups.set(key, [request])
  }
  const reached = countReached(plan)
  return [...groups.values()].flatMap((group) => groupLines(group, reached, all))
}

function groupLines(
  group: readonly PlanRequest[],
  reached: ReadonlyMap<string, number>,
  all: boolean,
): string[] {
  const [first] = group
  if (!first) return []
  const verb = first.action === 'purge' ? 'Purges' : 'Invalidates'
  const requests = countOf(group.length, 'request')
  if (first.by === 'everything') return [`${verb} everything, in ${requests}: ${first.reason}`]
  const targets: readonly FileTarget[] = group.flatMap((request) => [...request.targets])
  const why = first.by === 'files' ? '' : `: ${first.reason}`
  const line = `${verb} ${countOf(targets.length, NOUNS[first.by])} in ${requests}${why}`
  if (first.by === 'files' && !all) return [line]
  const shown = all ? targets : fullest(targets, reached)
  const rows = shown.map((target) => {
    const text = targetText(target)
    const count = reached.get(text)
    return `    ${text}${count === undefined || count === 0 ? '' : `  ${countOf(count, 'changed path')}`}`
  })
  return [line, ...rows, ...andMore(targets.length - shown.length)]
}

/** Those that stand for most come first, as they are what a reviewer should see. */
function fullest(
  targets: readonly FileTarget[],
  reached: ReadonlyMap<string, number>,
): readonly FileTarget[] {
  if (targets.length <= ROWS) return targets
  const countOfTarget = (target: FileTarget) => reached.get(targetText(target)) ?? 0
  return targets.toSorted((a, b) => countOfTarget(b) - countOfTarget(a)).slice(0, ROWS)
}

/** How many changed paths lie at or below each prefix and host. */
function countReached({ requests, site, changes }: Plan): Map<string, number> {
  const reached = new Map<string, number>()
  for (const { by, targets } of requests) {
    if (by !== 'prefixes' && by !== 'hosts') continue
    for (const key of targets) reached.set(targetText(key), 0)
  }
  if (reached.size === 0) return reached
  const urlsOf = createUrls(site)
  for (const change of changes.filter(isEvicted)) {
    const urls = change.urls ?? urlsOf(change.path)
    const keys = new Set(
      [...urls, ...(change.below ?? [])].flatMap(keysAbove).filter((key) => reached.has(key)),
    )
    for (const key of keys) reached.set(key, (reached.get(key) ?? 0) + 1)
  }
  return reached
}

/** `https://h:1/a/b` → `h`, `h/a`, `h/a/b`. */
function keysAbove(url: string): string[] {
  const segments = url
    .replace(/^[a-z]+:\/\//, '')
    .replace(/\/$/, '')
    .split('/')
  const [host = ''] = segments
  segments[0] = host.replace(/:\d+$/, '')
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'))
}

/** Words what a plan costs beside what it is for. */
export function costLines(stats: PlanStats): string[] {
  const { seconds } = stats
  const along = touchedAlong(stats, 'before')
  return [
    ...(along === undefined ? [] : [`  ${along}`]),
    ...(seconds >= 1 ? [`  takes about ${formatSeconds(seconds)} at the documented rate`] : []),
  ]
}

const NOUNS = { files: 'URL', prefixes: 'prefix', tags: 'tag', hosts: 'host' } as const

function targetText(target: FileTarget): string {
  if (typeof target === 'string') return target
  const headers = Object.entries(target.headers).map(([name, value]) => `${name}: ${value}`)
  return `${target.url} (${headers.join(', ')})`
}
