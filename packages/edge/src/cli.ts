import { parseCli, USAGE } from './cli-options.ts'
import { reportEdge } from './cli-report.ts'
import { startEdge } from './edge.ts'

const command = parseCli(process.argv.slice(2))
switch (command.kind) {
  case 'help':
    process.stdout.write(USAGE)
    break
  case 'wrong':
    process.stderr.write(`${command.message}\n\n${USAGE}`)
    process.exitCode = 2
    break
  case 'start':
    try {
      const edge = await startEdge(command.options)
      process.stdout.write(`${reportEdge(edge, command.options).join('\n')}\n`)
      process.once('SIGINT', () => void edge.close())
      process.once('SIGTERM', () => void edge.close())
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
      process.exitCode = 1
    }
    break
  default: {
    const never: never = command
    throw new Error(`Unknown command ${String(never)}.`)
  }
}
