import type { BundlerResults, Cell } from '../../docs/compatibility-page.ts'

/** What is read of a report of Vitest in JSON. */
export interface TestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      /** The bundler, and the situation. */
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
    }[]
  }[]
}

/**
 * Gives what a run says of cells that should hold: those whose cases did not all run, or did not all pass, become `no`. What is
 * known to fail, and what does not exist, stays as it is.
 */
export function resultsOfReport(
  report: TestReport,
  situations: readonly { readonly name: string }[],
  expected: readonly BundlerResults[],
): BundlerResults[] {
  // By title, as a case may have run again after a change.
  const passed = new Map<string, Set<string>>()
  for (const { ancestorTitles, title, status } of report.testResults.flatMap(
    ({ assertionResults }) => assertionResults,
  )) {
    const key = ancestorTitles.join(' > ')
    if (status === 'passed') passed.set(key, (passed.get(key) ?? new Set()).add(title))
  }
  return expected.map((bundler) => ({
    ...bundler,
    cells: bundler.cells.map((cell, index): Cell => {
      if (cell.result === 'none') return cell
      const good = passed.get(`${bundler.name} > ${situations[index]?.name ?? ''}`)?.size ?? 0
      if (good === cell.cases) return cell
      const why = `${good} of ${cell.cases} hold`
      return { result: 'no', cases: cell.cases, why }
    }),
  }))
}
