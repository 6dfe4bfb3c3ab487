import { toShownText } from './shown-error.ts'

/**
 * Runs a task when the process has nothing left to do and nothing has failed. It never runs where the process stays alive or is
 * ended by `process.exit`. A failure is printed, and the process exits with 1.
 */
export function atExit(task: () => Promise<void>): void {
  process.once('beforeExit', () => {
    if (process.exitCode) return
    // Whoever throws here is past every bundler, and an unhandled rejection would print a raw stack.
    task().catch((error: unknown) => {
      process.stderr.write(`${toShownText(error)}\n`)
      process.exitCode = 1
    })
  })
}
