import type { Judged, NamesOfBundler } from './names.ts'

/** Gives the rows of all bundlers as lines with aligned columns. */
export function namesTable(rows: ReadonlyMap<string, NamesOfBundler>): string {
  const head = ['', 'hashed', 'stable', ...['bundler', 'pattern', 'both'].flatMap(columnsOf)]
  const cells = [head, ...Array.from(rows, ([name, row]) => cellsOf(name, row))]
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const lines = cells.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  )
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function columnsOf(way: string): string[] {
  return [`${way}: precision`, 'recall']
}

function cellsOf(name: string, { hashed, stable, bundler, pattern, both }: NamesOfBundler) {
  const figures = [bundler, pattern, both].flatMap((judged) => [
    precisionOf(judged),
    recallOf(judged),
  ])
  return [name, String(hashed), String(stable), ...figures]
}

function precisionOf({ found, wrong }: Judged): string {
  return shareOf(found, found + wrong)
}

function recallOf({ found, missed }: Judged): string {
  return shareOf(found, found + missed)
}

function shareOf(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(0)} %`
}
