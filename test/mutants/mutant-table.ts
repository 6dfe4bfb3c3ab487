import type { TestsRun } from './run-tests.ts'

export interface MutantRow {
  readonly name: string
  readonly run: TestsRun
  readonly seconds: number
}

export function headLine(): string {
  return line('mutant', 'seconds', 'caught by')
}

/** `removed URLs are forgotten  3  packages/core/src/changes/diff.test.ts: a path that is gone`. */
export function rowLine({ name, run, seconds }: MutantRow): string {
  return line(name, seconds.toFixed(0), wordsFor(run))
}

function wordsFor(run: TestsRun): string {
  switch (run.kind) {
    case 'failed':
      return `${run.file}: ${run.test}`
    case 'passed':
      return `nothing: ${run.tests} tests passed`
    case 'broken':
      return `BROKEN: ${run.why}`
    default: {
      const never: never = run
      return never
    }
  }
}

function line(name: string, seconds: string, caught: string): string {
  return `${name.padEnd(64)}  ${seconds.padStart(7)}  ${caught}`
}
