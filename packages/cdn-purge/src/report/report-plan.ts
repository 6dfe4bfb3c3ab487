import { countOf, formatCount, isEvicted, type Change, type Plan } from '@cdn-purge/core'
import { andMore } from './and-more.ts'
import { foldPaths } from './fold-paths.ts'
import { foldTree } from './fold-tree.ts'
import { costLines, requestLines } from './report-requests.ts'

export interface ReportOptions {
  /** Every path and every target, however many. */
  readonly all: boolean
}

/** So many rows are read at a glance. */
const ROWS = 12

/** Up to so many changes are listed one by one. */
const FEW_CHANGES = 24

/** Words a plan for the person who reviews it: what changed, what is purged for it, what to know. */
export function planLines(plan: Plan, { all }: ReportOptions): string[] {
  return [
    ...heading(plan),
    ...changeLines(plan, all),
    '',
    ...requestLines(plan, all),
    ...costLines(plan.stats),
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
  readonly sign: (typeof SIGNS)[number]
  readonly changes: readonly Change[]
}

function changeLines(plan: Plan, all: boolean): string[] {
  const { changes } = plan
  const sections = changeSections(plan)
  if (all || changes.length <= FEW_CHANGES) {
    return sections.flatMap((section) => ['', ...sectionLines(section, all)])
  }
  const items = sections.flatMap(({ sign, changes: some }) =>
    some.map(({ path }) => ({ path, kind: sign })),
  )
  const rows = foldTree(items, ROWS)
  const labels = rows.map(({ depth, label }) => `  ${'  '.repeat(depth)}${label}`)
  const width = Math.min(60, Math.max(...labels.map((label) => label.length)))
  return [
    '',
    ...sections.map((section) => `${section.sign} ${titleOf(section)}`),
    '',
    ...rows.map(({ counts }, index) => {
      const cells = SIGNS.flatMap((sign) => {
        const count = counts.get(sign)
        return count === undefined ? [] : [`${sign} ${formatCount(count)}`]
      })
      return `${(labels[index] ?? '').padEnd(width)}  ${cells.join('  ')}`
    }),
  ]
}

const SIGNS = ['~', '-', '+', '*', '>', '='] as const

/** What people wrote by hand comes first; what only follows from it comes last. */
function changeSections({ changes, stats }: Plan): Section[] {
  const vouched = changes.filter((c) => !isEvicted(c))
  const of = (kind: Change['kind']) => changes.filter((c) => c.kind === kind && isEvicted(c))
  const sections: Section[] = [
    { title: 'changed', sign: '~', changes: of('changed') },
    { title: 'removed', sign: '-', changes: of('removed') },
    { title: 'added', sign: '+', changes: of('added') },
    { title: 'with other headers', sign: '*', changes: of('headers') },
    { title: 'redirected otherwise', sign: '>', changes: of('redirect') },
    {
      title: keptTitle(stats.kept, vouched.length),
      sign: '=',
      changes: vouched,
    },
  ]
  return sections.filter((section) => section.changes.length > 0)
}

/** A key that is wide enough takes along what would have been kept. */
function keptTitle(kept: number, of: number): string {
  if (kept === of) return 'removed, and kept at the edge'
  if (kept === 0) return 'removed with a content hash in the name'
  return `removed with a content hash in the name, ${formatCount(kept)} of them kept at the edge`
}

/** What the title says already. */
const SAID: ReadonlySet<string> = new Set(['new', 'gone'])

/** `2 paths changed (other bytes)`; of several reasons the most frequent ones, with counts. */
function titleOf({ title, sign, changes }: Section): string {
  const counts = new Map<string, number>()
  for (const { reason } of changes) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const frequent = [...counts].toSorted(([, a], [, b]) => b - a)
  const only = frequent[0]?.[0] ?? ''
  const reasons =
    counts.size === 1
      ? only
      : frequent
          .slice(0, 3)
          .map(([reason, count]) => `${formatCount(count)} ${reason}`)
          .join('; ')
  const named = sign === '+' ? changes.filter(({ fingerprinted }) => fingerprinted).length : 0
  const names = named > 0 ? `, ${formatCount(named)} of them with a content hash in the name` : ''
  const more = counts.size > 3 ? '; …' : ''
  const why = SAID.has(reasons) ? '' : ` (${reasons}${more})`
  return `${countOf(changes.length, 'path')} ${title}${why}${names}`
}

function sectionLines(section: Section, all: boolean): string[] {
  const { title, sign, changes } = section
  const reasons = new Set(changes.map(({ reason }) => reason))
  const paths = changes.map(({ path }) => path)
  const { rows, more } = foldPaths(paths, all ? paths.length : ROWS)
  const reasonOf = new Map(changes.map(({ path, reason }) => [path, reason]))
  const width = Math.min(60, Math.max(...rows.map(({ path }) => path.length)))
  const lines = rows.map(({ path, count }) => {
    const what = path.endsWith('/') ? countOf(count, 'path') : (reasonOf.get(path) ?? '')
    const isSaid = !path.endsWith('/') && reasons.size === 1
    return isSaid ? `  ${sign} ${path}` : `  ${sign} ${path.padEnd(width)}  ${what}`
  })
  const head = reasons.size === 1 ? titleOf(section) : `${countOf(changes.length, 'path')} ${title}`
  return [head, ...lines, ...andMore(more)]
}

/** Gives the beginning of a deploy or build id: enough to tell a few apart. */
export function shortId(id: string): string {
  return id.slice(0, 8)
}
