import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Compatibility } from '../../docs/compatibility-page.ts'
import { expectedResults } from './expected-results.ts'
import { resultsOfReport, type TestReport } from './results-of-report.ts'

const RESULTS = path.resolve(import.meta.dirname, '../../docs/compatibility.json')

/** Reports in JSON of runs that were made already; without any, everything is built now. */
const reports = process.argv.slice(2)
const temp = await mkdtemp(path.join(tmpdir(), 'cdn-purge-compatibility-'))
try {
  if (reports.length === 0) {
    const report = path.join(temp, 'report.json')
    process.exitCode = await runTests(report)
    reports.push(report)
  }
  await noteBundlers(reports)
} finally {
  await rm(temp, { recursive: true, force: true })
}

async function noteBundlers(files: readonly string[]): Promise<void> {
  const read = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  const testResults = read.flatMap((text) => (JSON.parse(text) as TestReport).testResults)
  const { situations, bundlers } = expectedResults()
  const { frameworks } = JSON.parse(await readFile(RESULTS, 'utf8')) as Compatibility
  const results: Compatibility = {
    situations,
    bundlers: resultsOfReport({ testResults }, situations, bundlers),
    frameworks,
  }
  await writeFile(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`)
}

/** Builds with every bundler in every situation. */
function runTests(report: string): Promise<number> {
  const config = path.resolve(import.meta.dirname, '../builds/all-majors.config.ts')
  const args = ['run', '--config', config, '--reporter=default', '--reporter=json']
  const child = spawn('vitest', [...args, `--outputFile.json=${report}`], { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}
