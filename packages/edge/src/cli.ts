import { runCli } from './run-cli.ts'

/** Runs the command `cdn-purge-edge` in this process; an edge that it starts is closed by SIGINT or SIGTERM. */
export async function main(args: readonly string[]): Promise<void> {
  const result = await runCli(args, {
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
  })
  if (result.kind === 'ended') process.exitCode = result.exitCode
  else {
    const close = (): void => void result.edge.close()
    process.once('SIGINT', close)
    process.once('SIGTERM', close)
  }
}
