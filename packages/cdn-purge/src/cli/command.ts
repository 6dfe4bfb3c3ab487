import { defineCommand, runCommand, type ArgsDef, type ParsedArgs } from 'citty'
import type { Speaker } from './speaker.ts'
import { readFlags, type Flags } from './read-flags.ts'
import type { Terminal } from './terminal.ts'

/** What a command is run with. */
export interface CommandContext {
  readonly name: string
  readonly terminal: Terminal
  readonly flags: Flags
  /** The words after `--`. */
  readonly rest: readonly string[]
  readonly speaker: Speaker
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** One command of the command line. */
export interface Command {
  readonly name: string
  readonly description: string
  /** True where the words after `--` are a command to run. */
  readonly takesCommand: boolean
  readonly args: ArgsDef
  /** @throws {PurgeError} `bad-option` */
  readFlags(argv: readonly string[]): Flags
  /** Gives the exit code. */
  run(argv: readonly string[], context: CommandContext): Promise<number>
}

interface CommandDefinition<T extends ArgsDef> {
  readonly name: string
  readonly description: string
  readonly args: T
  readonly takesCommand?: boolean
  readonly run: (args: ParsedArgs<T>, context: CommandContext) => Promise<number>
}

/** Makes a command, whose flags are typed where it is defined and nowhere else. */
export function createCommand<const T extends ArgsDef>(definition: CommandDefinition<T>): Command {
  const { name, description, args, takesCommand = false } = definition
  const meta = { name, description }
  return {
    name,
    description,
    takesCommand,
    args,
    readFlags: (argv) => readFlags(argv, args),
    async run(argv, context) {
      let exitCode = 1
      const command = defineCommand<T>({
        meta,
        args,
        run: async ({ args: parsed }) => {
          exitCode = await definition.run(parsed, context)
        },
      })
      await runCommand(command, { rawArgs: [...argv] })
      return exitCode
    },
  }
}
