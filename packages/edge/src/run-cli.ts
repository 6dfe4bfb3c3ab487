import { parseCli, USAGE } from './cli-options.ts'
import { reportEdge } from './cli-report.ts'
import { startEdge, type Edge } from './edge.ts'

/** Where the command line writes. */
export interface CliOutput {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
}

/** What came of a command line. */
export type CliResult =
  | { readonly kind: 'running'; readonly edge: Edge }
  /** 0 done, 1 could not, 2 wrong usage. */
  | { readonly kind: 'ended'; readonly exitCode: 0 | 1 | 2 }

/** Does what a command line asks for. */
export async function runCli(args: readonly string[], output: CliOutput): Promise<CliResult> {
  const command = parseCli(args)
  switch (command.kind) {
    case 'help':
      output.out(USAGE)
      return { kind: 'ended', exitCode: 0 }
    case 'wrong':
      output.error(`${command.message}\n\n${USAGE}`)
      return { kind: 'ended', exitCode: 2 }
    case 'start':
      try {
        const edge = await startEdge(command.options)
        output.out(`${reportEdge(edge, command.options).join('\n')}\n`)
        return { kind: 'running', edge }
      } catch (error) {
        output.error(`${error instanceof Error ? error.message : String(error)}\n`)
        return { kind: 'ended', exitCode: 1 }
      }
    default: {
      const never: never = command
      return never
    }
  }
}
