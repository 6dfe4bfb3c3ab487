import type { Paint } from './paint.ts'
import { fate, problems, type Row } from './row.ts'
import type { Seen } from './visitor.ts'

/** Draws one line an address, what was purged first, and below a line each what is not as it must be. */
export function table(rows: readonly Row[], paint: Paint): string[] {
  const width = Math.max(...rows.map(({ address }) => address.length), 'URL'.length)
  const head = [
    'URL'.padEnd(width),
    'before'.padEnd(13),
    'after'.padEnd(13),
    'staging',
    'production',
  ]
  const ordered = rows.toSorted(
    (one, other) => rank(one) - rank(other) || (one.address < other.address ? -1 : 1),
  )
  return [
    paint('dim', `    ${head.join('  ')}`),
    ...ordered.flatMap((row) => lines(row, width, paint)),
  ]
}

function rank(row: Row): number {
  if (fate(row) === 'purged') return 0
  return row.next === undefined ? 1 : 2
}

function lines(row: Row, width: number, paint: Paint): string[] {
  const wrong = problems(row)
  const mark = wrong.length === 0 ? paint('green', '✓') : paint('red', '✗')
  const purged = fate(row) === 'purged'
  const cells = [
    row.address.padEnd(width),
    seenCell(row.before, row, paint),
    seenCell(row.after, row, paint),
    purged ? paint('cyan', 'purged ') : 'kept   ',
    `${seenCell(row.production, row, paint)} ${paint('dim', remark(row))}`.trimEnd(),
  ]
  return [`  ${mark} ${cells.join('  ')}`, ...wrong.map((text) => paint('red', `      ${text}`))]
}

function seenCell({ cacheStatus, digest }: Seen, { next, old }: Row, paint: Paint): string {
  const status = cacheStatus.padEnd(7)
  if (digest === next)
    return `${status} ${paint('green', digest === undefined ? '404  ' : 'right')}`
  const text = digest === undefined ? '404  ' : digest === old ? 'old  ' : 'wrong'
  return `${status} ${paint('yellow', text)}`
}

function remark(row: Row): string {
  if (fate(row) === 'purged') return 'kept (production, not purged)'
  return row.next === undefined ? 'kept (open tabs still load it)' : 'kept'
}
