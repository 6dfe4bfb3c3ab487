/** Runs the command `cdn-purge-edge` in this process. */
import { runCli } from './run-cli.ts'

const result = await runCli(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
})
if (result.kind === 'ended') process.exitCode = result.exitCode
else {
  const close = (): void => void result.edge.close()
  process.once('SIGINT', close)
  process.once('SIGTERM', close)
}
