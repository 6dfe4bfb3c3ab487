import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { BuildCase, Bundler } from '../bundlers/bundler.ts'
import { changedSince, type Finished, type Recording } from './project.ts'
import { runHere, type PluginSource } from './run-here.ts'

/** As an address, since workers that a bundler starts in the project's folder inherit it. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** How a build went. */
export interface BuildOutcome {
  /** What the bundler said of the failure. */
  readonly failure: string | undefined
  /** Every time that our plugin came to its end. */
  readonly finished: readonly Finished[]
  /** Files of the outputs that were not as they are now when it did. */
  readonly missed: readonly string[]
}

/** Runs one build to its end, in this process where the bundler and the plugin allow it. */
export async function runBuild(
  bundler: Bundler,
  buildCase: BuildCase,
  source: PluginSource = 'recorded',
): Promise<BuildOutcome> {
  const { failure, recording } = await recordBuild(bundler, buildCase, source)
  const missed = changedSince(buildCase.root, recording)
  return { failure, finished: recording.finished, missed }
}

/** A build that was run to its end, and all that was recorded. */
export interface RecordedBuild {
  readonly failure: string | undefined
  readonly recording: Recording
}

/** As `runBuild`, for who wants to see the files themselves. */
export async function recordBuild(
  bundler: Bundler,
  buildCase: BuildCase,
  source: PluginSource,
): Promise<RecordedBuild> {
  // The plugin itself looks at the environment: whether this is CI, and whether there are credentials.
  if (bundler.ownProcess || source === 'entry') return runApart(bundler, buildCase, source)
  const { failure, recording } = await runHere(bundler, buildCase, source)
  return { failure: failure?.message, recording }
}

async function runApart(
  bundler: Bundler,
  buildCase: BuildCase,
  source: PluginSource,
): Promise<RecordedBuild> {
  const script = fileURLToPath(new URL('run-apart.ts', import.meta.url))
  const report = join(buildCase.root, 'finished.json')
  const args = ['--import', TSX, '--conditions', 'dev', script]
  const child = spawn(process.execPath, [...args, bundler.name, source, report], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
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
  const recording: Recording = JSON.parse(readFileSync(report, 'utf8'))
  return { failure: code === 0 ? undefined : output, recording }
}
