import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuildCase, Bundler } from '../bundlers/bundler.ts'
import type { Finished } from './project.ts'
import { runHere, type PluginSource } from './run-here.ts'

/** How a build went. */
export interface BuildOutcome {
  /** What the bundler said of the failure. */
  readonly failure: string | undefined
  /** Every time that our plugin came to its end. */
  readonly finished: readonly Finished[]
}

/** Runs one build to its end, in this process where the bundler allows it. */
export async function runBuild(
  bundler: Bundler,
  buildCase: BuildCase,
  source: PluginSource = 'recorded',
): Promise<BuildOutcome> {
  if (bundler.ownProcess) return runApart(bundler, buildCase, source)
  const { failure, finished } = await runHere(bundler, buildCase, source)
  return { failure: failure?.message, finished }
}

async function runApart(
  bundler: Bundler,
  buildCase: BuildCase,
  source: PluginSource,
): Promise<BuildOutcome> {
  const script = fileURLToPath(new URL('run-apart.ts', import.meta.url))
  const report = join(buildCase.root, 'finished.json')
  const args = ['--import', 'tsx', '--conditions', 'dev', script]
  const child = spawn(process.execPath, [...args, bundler.name, source, report], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(JSON.stringify(buildCase))
  const said: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const output = Buffer.concat(said).toString('utf8')
  if (!existsSync(report)) throw new Error(`The build's process ended with ${code}:\n${output}`)
  const finished: Finished[] = JSON.parse(readFileSync(report, 'utf8'))
  return { failure: code === 0 ? undefined : output, finished }
}
