/** Somewhere text goes, as far as the command line needs to know. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  /** Width in characters. */
  readonly columns?: number | undefined
}

/** Everything outside that the command line touches, so that a test can be the outside. */
export interface Terminal {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute. */
  readonly cwd: string
  /** Calls `listener` on the first Ctrl-C; a second one ends the process. Gives the function that stops listening. */
  readonly onInterrupt: (listener: () => void) => () => void
}

/** Gives the terminal of this process. */
export function processTerminal(): Terminal {
  process.stdout.off('error', ignoreClosedPipe).on('error', ignoreClosedPipe)
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    onInterrupt(listener) {
      // Node's own handling comes back with the listener's removal, so the second Ctrl-C kills.
      process.once('SIGINT', listener)
      return () => process.off('SIGINT', listener)
    },
  }
}

/** `| head` reads what it wants and goes away; that is no failure. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

/** True where lines may be coloured: `FORCE_COLOR` and `NO_COLOR` first, as Node reads them, then whether people look. */
export function hasColors(output: Output, env: Terminal['env']): boolean {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env['NO_COLOR']) return false
  return isLive(output, env)
}

/** True where a line may be rewritten: a person looks at it as it happens. */
export function isLive(output: Output, env: Terminal['env']): boolean {
  return output.isTTY === true && env['TERM'] !== 'dumb' && !env['CI']
}
