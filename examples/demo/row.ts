import type { Seen } from './visitor.ts'

/** One address of the site, and everything that was seen there. Digests are undefined where the answer is a 404. */
export interface Row {
  readonly address: string
  /** Of the old build, from its output folder. */
  readonly old: string | undefined
  /** Of the new build, from its output folder. */
  readonly next: string | undefined
  /** Staging, after the deploy and before the purge. */
  readonly before: Seen
  /** Staging, after the purge: the bytes, and how the edge had come to them when it was first asked. */
  readonly after: Seen
  /** Whether the origin was asked for the address again after the deploy: only an edge without a copy does. */
  readonly refetched: boolean
  /** Production, after the purge of Staging. */
  readonly production: Seen
}

/** What must happen at an address of Staging: a new or other answer is purged; a chunk that is gone stays for open tabs. */
export function fate(row: Pick<Row, 'address' | 'old' | 'next'>): 'kept' | 'purged' {
  if (row.old === row.next) return 'kept'
  const goneChunk = row.next === undefined && row.address.startsWith('/assets/')
  return goneChunk ? 'kept' : 'purged'
}

/** Lists what is not as it must be at one address; nothing when all is well. */
export function problems(row: Row): string[] {
  const checks: readonly (readonly [boolean, string])[] = [
    [
      row.before.cacheStatus === 'HIT',
      `was not cached before the purge: ${row.before.cacheStatus}`,
    ],
    [row.before.digest === row.old, 'did not show the old bytes before the purge'],
    ...(fate(row) === 'kept' ? keptChecks(row) : purgedChecks(row)),
    [
      row.production.cacheStatus === 'HIT',
      `lost its copy in production: ${row.production.cacheStatus}`,
    ],
    [row.production.digest === row.old, 'changed in production'],
  ]
  return checks.filter(([holds]) => !holds).map(([, problem]) => problem)
}

function keptChecks({ old, after, refetched }: Row): (readonly [boolean, string])[] {
  return [
    [after.cacheStatus === 'HIT', `is no longer a HIT: ${after.cacheStatus}`],
    [after.digest === old, 'shows other bytes although nothing changed'],
    [!refetched, 'was purged although nothing changed'],
  ]
}

function purgedChecks({ next, after, refetched }: Row): (readonly [boolean, string])[] {
  return [
    [after.digest === next, 'still shows wrong bytes after the purge'],
    [after.cacheStatus === 'MISS' && refetched, 'was not purged'],
  ]
}
