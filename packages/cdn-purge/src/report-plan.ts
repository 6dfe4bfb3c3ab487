import {
  isEvicted,
  type Change,
  type FileTarget,
  type Plan,
  type PlanRequest,
} from '@cdn-purge/core'
import { countOf, formatCount } from './count-of.ts'
import { foldPaths } from './fold-paths.ts'

export interface ReportOptions {
  /** Every path and every target, however many. */
  readonly all: boolean
}

/** So many rows are read at a glance. */
const ROWS = 12

/** Words a plan for the person who reviews it: what changed, what is purged for it, what to know. */
export function planLines(plan: Plan, { all }: ReportOptions): string[] {
  return [
    ...heading(plan),
    ...changeSections(plan.changes).flatMap((section) => ['', ...sectionLines(section, all)]),
    '',
    ...requestLines(plan.requests, all),
    ...plan.notes.map(({ text }) => `! ${text}`),
  ]
}

function heading({ site, zone, environment, build, baseline }: Plan): string[] {
  const address = (site.origins[0]?.url ?? '') + site.base
  const target = zone === undefined ? '' : `, ${environment ?? 'production'} of ${zone}`
  const against =
    baseline === undefined
      ? []
      : [baseline.length === 0 ? 'no earlier deploy' : countOf(baseline.length, 'recorded deploy')]
  const from = build === undefined ? [] : [`Build ${shortId(build)}`]
  const line = [...from, ...against].join(' against ')
  return [`Plan for ${address}${target}`, ...(line === '' ? [] : [line])]
}

interface Section {
  readonly title: string
  readonly sign: '~' | '+' | '-' | '='
  readonly changes: readonly Change[]
}

/** What people wrote by hand comes first; what only follows from it comes last. */
function changeSections(changes: readonly Change[]): Section[] {
  const of = (kind: Change['kind']) => changes.filter((c) => c.kind === kind && isEvicted(c))
  const sections: Section[] = [
    { title: 'changed', sign: '~', changes: of('changed') },
    { title: 'removed', sign: '-', changes: of('removed') },
    { title: 'added', sign: '+', changes: of('added') },
    {
      title: 'removed, and kept at the edge',
      sign: '=',
      changes: changes.filter((c) => !isEvicted(c)),
    },
  ]
  return sections.filter((section) => section.changes.length > 0)
}

function sectionLines({ title, sign, changes }: Section, all: boolean): string[] {
  const reasons = new Set(changes.map(({ reason }) => reason))
  const [only = ''] = reasons
  const shared = reasons.size === 1 ? ` (${only})` : ''
  const paths = changes.map(({ path }) => path)
  const { rows, more } = foldPaths(paths, all ? paths.length : ROWS)
  const reasonOf = new Map(changes.map(({ path, reason }) => [path, reason]))
  const width = Math.min(60, Math.max(...rows.map(({ path }) => path.length)))
  const lines = rows.map(({ path, count }) => {
    const what = path.endsWith('/') ? countOf(count, 'path') : (reasonOf.get(path) ?? '')
    const isSaid = !path.endsWith('/') && reasons.size === 1
    return isSaid ? `  ${sign} ${path}` : `  ${sign} ${path.padEnd(width)}  ${what}`
  })
  return [`${countOf(changes.length, 'path')} ${title}${shared}`, ...lines, ...andMore(more)]
}

function requestLines(requests: readonly PlanRequest[], all: boolean): string[] {
  if (requests.length === 0) return ['Nothing to purge.']
  const groups = new Map<string, PlanRequest[]>()
  for (const request of requests) {
    // Exact URLs belong together whatever their batches hold; a wide purge is told apart by its reason.
    const key = `${request.action} ${request.by} ${request.by === 'files' ? '' : request.reason}`
    groups.set(key, [...(groups.get(key) ?? []), request])
  }
  return [...groups.values()].flatMap((group) => groupLines(group, all))
}

function groupLines(group: readonly PlanRequest[], all: boolean): string[] {
  const [first] = group
  if (!first) return []
  const verb = first.action === 'purge' ? 'Purges' : 'Invalidates'
  const requests = countOf(group.length, 'request')
  if (first.by === 'everything') return [`${verb} everything, in ${requests}: ${first.reason}`]
  const targets: readonly FileTarget[] = group.flatMap((request) => [...request.targets])
  const why = first.by === 'files' ? '' : `: ${first.reason}`
  const line = `${verb} ${countOf(targets.length, NOUNS[first.by])} in ${requests}${why}`
  if (first.by === 'files' && !all) return [line]
  const shown = all ? targets : targets.slice(0, ROWS)
  const rows = shown.map((target) => `    ${targetText(target)}`)
  return [line, ...rows, ...andMore(targets.length - shown.length)]
}

const NOUNS = { files: 'URL', prefixes: 'prefix', tags: 'tag', hosts: 'host' } as const

function targetText(target: FileTarget): string {
  if (typeof target === 'string') return target
  const headers = Object.entries(target.headers).map(([name, value]) => `${name}: ${value}`)
  return `${target.url} (${headers.join(', ')})`
}

/** Gives the line that says what a list left out, if it left anything out. */
export function andMore(count: number): string[] {
  return count === 0 ? [] : [`    … and ${formatCount(count)} more (\`--all\` shows them)`]
}

/** Gives the beginning of a deploy or build id: enough to tell a few apart. */
export function shortId(id: string): string {
  return id.slice(0, 8)
}
