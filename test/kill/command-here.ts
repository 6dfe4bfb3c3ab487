import { main } from 'cdn-purge/cli'
import { performance } from 'node:perf_hooks'
import type { Called } from './command.ts'

/** Calls the command line in this process, where nobody kills it: most of the time of a process goes into its start. */
export async function callHere(
  argv: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Called> {
  const began = performance.now()
  const said = { stdout: '', stderr: '' }
  const code = await main(argv, {
    cwd,
    env,
    stdout: { write: (text) => (said.stdout += text) },
    stderr: { write: (text) => (said.stderr += text) },
    onInterrupt: () => () => {},
  })
  return { code, isKilled: false, ms: performance.now() - began, ...said }
}
