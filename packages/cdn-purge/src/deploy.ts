import { PurgeError } from '@cdn-purge/core'
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { begin } from './begin.ts'
import { meansOf } from './means.ts'
import { openLedger } from './ledger/open-ledger.ts'
import type { Operation } from './operation.ts'
import { preview } from './preview.ts'
import type { Result } from './report/result.ts'
import { run, type RunFlags } from './run.ts'
import { accessHeaders } from './site/access-headers.ts'

/** Records the build, runs the command that deploys it, and purges what changed. */
export async function deploy(
  operation: Operation,
  command: readonly string[],
  flags: RunFlags = {},
): Promise<Result> {
  const { options, env, dryRun = false } = operation
  // What the run would stop at is better known before anything is uploaded.
  accessHeaders(options.access, env)
  const begun = await begin(operation, 'take')
  if (dryRun) {
    operation.onEvent({ kind: 'planned', plan: await preview(operation) })
    const why = `this is a dry run; the command would be "${command.join(' ')}"`
    return { kind: 'nothing-to-do', why }
  }
  const exit = await spawnCommand(command, operation)
  if (exit !== 0) {
    // Some of its files may be live: a closed record stays in the baseline until the next settle.
    await openLedger(options, meansOf(operation).now).close(begun.deploy)
    throw new PurgeError(
      'deploy-failed',
      `The command "${command.join(' ')}" ended with exit code ${exit}. Nothing was purged.`,
      {
        hint: 'What it uploaded counts as possibly live; the next run covers it.',
        details: { exitCode: exit },
      },
    )
  }
  return run(operation, { ...flags, deploy: begun.deploy })
}

/** Runs the command with this process's own input and output, and gives its exit code; a signal counts as 128 and its number. */
function spawnCommand(command: readonly string[], { env, signal }: Operation): Promise<number> {
  const [file, ...args] = command
  if (file === undefined) {
    throw new PurgeError('bad-option', 'The command that deploys is missing.', {
      hint: 'Write it after `--`: `cdn-purge deploy -- rsync -a dist/ server:/srv/www`.',
    })
  }
  return new Promise((resolve, reject) => {
    // Output goes to stderr: stdout belongs to the one JSON object of `--json`.
    const child = spawn(file, args, {
      stdio: ['inherit', 2, 'inherit'],
      env: { ...env },
      shell: process.platform === 'win32',
    })
    const stop = () => child.kill('SIGINT')
    signal?.addEventListener('abort', stop, { once: true })
    child.once('error', (cause) => {
      const message = `Could not start the command "${file}": ${cause.message}. Nothing was purged.`
      reject(new PurgeError('deploy-failed', message, { cause }))
    })
    child.once('close', (code, by) => {
      signal?.removeEventListener('abort', stop)
      resolve(code ?? 128 + (by ? constants.signals[by] : 0))
    })
  })
}
