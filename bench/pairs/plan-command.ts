import { execFile } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parsePlan, type Plan } from '@cdn-purge/core'
import { main } from 'cdn-purge/cli'

const BIN = path.join(
  path.dirname(fileURLToPath(import.meta.resolve('cdn-purge/package.json'))),
  'bin/cdn-purge.mjs',
)

/** Gives the words of `cdn-purge plan` that compare two manifest files. */
export function planArguments(from: string, to: string): string[] {
  return ['plan', '--from', from, '--to', to, '--site', 'https://www.example.com', '--json']
}

/** Runs the command line in this process; gives what it printed on stdout. */
export async function runInProcess(args: readonly string[], cwd: string): Promise<string> {
  const printed: string[] = []
  const alarms: string[] = []
  const exitCode = await main(args, {
    stdout: { write: (text) => printed.push(text) },
    stderr: { write: (text) => alarms.push(text) },
    env: {},
    cwd,
    onInterrupt: () => () => undefined,
  })
  if (exitCode !== 0)
    throw new Error(`"${args.join(' ')}" ended with ${exitCode}: ${alarms.join('')}`)
  return printed.join('')
}

/** Runs the command line as a user does; gives what it printed on stdout. */
export async function runInChild(args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, ...args], {
    cwd,
    maxBuffer: 1024 * 1024 * 1024,
  })
  return stdout
}

/** Reads the plan that was printed, as `cdn-purge apply` would. */
export function readPrintedPlan(text: string, source: string): Plan {
  return parsePlan(text, source)
}
