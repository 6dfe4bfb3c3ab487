import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'

/** What became of some tests. */
export type TestsRun =
  | { readonly kind: 'passed'; readonly tests: number }
  /** Names the first that failed, and where it is. */
  | { readonly kind: 'failed'; readonly file: string; readonly test: string }
  /** They say nothing: they could not be run, or did not end. */
  | { readonly kind: 'broken'; readonly why: string }

export interface TestChoice {
  /** Relative to the repository. */
  readonly tests: readonly string[]
  /** Only tests with such names; a regular expression. */
  readonly named?: string
}

/** Longer than any choice of tests takes, in ms. */
const TIMEOUT_MS = 300_000

/** Runs tests in a copy of the repository, up to the first that fails. */
export async function runTests(dir: string, { tests, named }: TestChoice): Promise<TestsRun> {
  const report = path.join(dir, 'report.json')
  await rm(report, { force: true })
  const argv = [
    path.join(dir, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...tests,
    ...(named === undefined ? [] : ['-t', named]),
    '--bail=1',
    '--reporter=json',
    `--outputFile=${report}`,
  ]
  const child = spawn(process.execPath, argv, { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const timer = setTimeout(() => void child.kill(), TIMEOUT_MS)
  await once(child, 'close')
  clearTimeout(timer)
  if (child.signalCode !== null) {
    return { kind: 'broken', why: `the tests did not end within ${TIMEOUT_MS / 1000} s` }
  }
  const text = await readFile(report, 'utf8').catch(() => undefined)
  if (text === undefined) return { kind: 'broken', why: `there is no report: ${said.slice(-400)}` }
  return readReport(JSON.parse(text) as Report, dir)
}

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number
  readonly success: boolean
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

function readReport({ numPassedTests, success, testResults }: Report, dir: string): TestsRun {
  for (const { name, assertionResults } of testResults) {
    const failed = assertionResults.find(({ status }) => status === 'failed')
    if (failed) return { kind: 'failed', file: path.relative(dir, name), test: failed.fullName }
  }
  // A file that cannot even be loaded is no test that noticed something.
  const unloaded = testResults.find(({ status }) => status === 'failed')
  if (unloaded) return { kind: 'broken', why: `${unloaded.name}: ${unloaded.message}` }
  if (!success) return { kind: 'broken', why: 'the run failed, and no test did' }
  if (numPassedTests === 0) return { kind: 'broken', why: 'no test has such a name' }
  return { kind: 'passed', tests: numPassedTests }
}
