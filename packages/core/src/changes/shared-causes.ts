import type { Change } from './diff.ts'

/** Why many changed at once, without any of them having other content. */
export interface SharedCause {
  /** `only a date`. */
  readonly reason: string
  /** Changed texts that were looked at and differ in nothing else, in path order. */
  readonly paths: readonly string[]
  /** Changed texts that were looked at. */
  readonly lookedAt: number
  /** Changed paths that are like them, looked at or not. */
  readonly changed: number
}

/** Fewer pages are looked at one by one. */
const MIN_SHARED = 50

/** Fewer than this of a larger number say nothing about the rest. */
const MIN_LOOKED_AT = 5

/**
 * Lists the causes that at least 50 changed pages share, the most frequent first. Where only some were looked at, they stand for
 * the rest.
 */
export function sharedCauses(changes: readonly Change[]): SharedCause[] {
  const changed = changes.filter(({ kind, fingerprinted }) => kind === 'changed' && !fingerprinted)
  const pages = changed.filter(({ path }) => isPage(path))
  const lookedAt = pages.filter(({ reason }) => !reason.startsWith('other bytes')).length
  const byReason = new Map<string, string[]>()
  for (const { path, reason } of pages) {
    const [, cause] = /^(only .*?)(?: in (?:all )?\d.*)?$/.exec(reason) ?? []
    if (cause === undefined) continue
    const paths = byReason.get(cause)
    if (paths) paths.push(path)
    else byReason.set(cause, [path])
  }
  return [...byReason]
    .map(([reason, paths]) => ({ reason, paths, lookedAt, changed: pages.length }))
    .filter(
      ({ paths }) =>
        paths.length >= MIN_LOOKED_AT && (paths.length / lookedAt) * pages.length >= MIN_SHARED,
    )
    .toSorted((a, b) => b.paths.length - a.paths.length)
}

/** Says it in one sentence. */
export function describeSharedCause({ reason, paths, lookedAt, changed }: SharedCause): string {
  const same = digits(paths.length)
  if (lookedAt === changed) {
    return same === digits(changed)
      ? `All ${same} changed pages differ ${reason.replace('only', 'only in')}.`
      : `${same} of ${digits(changed)} changed pages differ ${reason.replace('only', 'only in')}.`
  }
  const about = digits(Math.round((paths.length / lookedAt) * changed))
  return `${same} of the ${digits(lookedAt)} changed pages that were looked at differ ${reason.replace('only', 'only in')}, so about ${about} of ${digits(changed)} do.`
}

function digits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

function isPage(path: string): boolean {
  return /\.(?:x?html?|json|xml|txt|md)$/i.test(path)
}
