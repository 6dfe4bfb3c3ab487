import type { Row } from './bench.ts'

/** Gives rows as lines with aligned columns, numbers to the right, thousands apart; the columns are those of the first row. */
export function tableLines(rows: readonly Row[]): string[] {
  const names = Object.keys(rows[0] ?? {})
  const isNumber = names.map((name) => rows.every((row) => typeof row[name] !== 'string'))
  const cells = [names, ...rows.map((row) => names.map((name) => cell(row[name])))]
  const widths = names.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)))
  return cells.map((line) =>
    line
      .map((text, index) => {
        const width = widths[index] ?? 0
        return isNumber[index] ? text.padStart(width) : text.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}

function cell(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? ''
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 3 : 0 })
}
