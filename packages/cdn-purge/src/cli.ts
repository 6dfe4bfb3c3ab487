import { createRequire } from 'node:module'
import { PurgeError, didYouMean } from '@cdn-purge/core'
import type { Command } from './cli/command.ts'
import { errorExitCode, errorFields, errorLines } from './cli/error-lines.ts'
import { createSpeaker, type Speaker } from './cli/speaker.ts'
import { processTerminal, type Terminal } from './cli/terminal.ts'
import { commandUsageLines, usageLines } from './cli/usage.ts'
import { applyCommand } from './commands/apply.ts'
import { beginCommand } from './commands/begin.ts'
import { deployCommand } from './commands/deploy.ts'
import { forgetCommand } from './commands/forget.ts'
import { manifestCommand } from './commands/manifest.ts'
import { planCommand } from './commands/plan.ts'
import { runCommand } from './commands/run.ts'
import { statusCommand } from './commands/status.ts'
import { verifyCommand } from './commands/verify.ts'

/** In the order of the usage text. */
const COMMANDS: readonly Command[] = [
  deployCommand,
  beginCommand,
  runCommand,
  planCommand,
  applyCommand,
  manifestCommand,
  verifyCommand,
  statusCommand,
  forgetCommand,
]

/** Named so that nobody looks for a typing error. */
const LATER_COMMANDS = new Set(['doctor', 'report'])

/**
 * Runs the command line and gives the exit code: 0 done, 1 failed, 2 wrong usage or configuration,
 * 3 from `plan --exit-code`. Never ends the process.
 */
export async function main(
  argv: readonly string[],
  outside: Partial<Terminal> = {},
): Promise<number> {
  const terminal = { ...processTerminal(), ...outside }
  const { own, rest } = splitAtDashes(argv)
  const speaker = createSpeaker(terminal, {
    json: own.includes('--json'),
    quiet: own.includes('--quiet'),
  })
  try {
    return await dispatch(own, rest, terminal, speaker)
  } catch (error) {
    speaker.json({ version: 1, error: errorFields(error) })
    speaker.alarm(errorLines(error, isDebugged(terminal.env)))
    return errorExitCode(error)
  }
}

/** Everything after the first `--` belongs to the command that deploys. */
function splitAtDashes(argv: readonly string[]): {
  readonly own: readonly string[]
  readonly rest: readonly string[] | undefined
} {
  const at = argv.indexOf('--')
  return at === -1
    ? { own: argv, rest: undefined }
    : { own: argv.slice(0, at), rest: argv.slice(at + 1) }
}

async function dispatch(
  own: readonly string[],
  rest: readonly string[] | undefined,
  terminal: Terminal,
  speaker: Speaker,
): Promise<number> {
  const [name, ...args] = own
  const isHelp = own.some((word) => word === '--help' || word === '-h')
  if (name === undefined) {
    speaker.alarm(usageLines(COMMANDS))
    return 2
  }
  if (name === '--version' || name === '-v') {
    speaker.text(`${readVersion()}\n`)
    return 0
  }
  if (name === 'help' || (isHelp && name.startsWith('-'))) {
    speaker.text(`${usageLines(COMMANDS).join('\n')}\n`)
    return 0
  }
  const command = findCommand(name)
  if (isHelp) {
    speaker.text(`${commandUsageLines(command).join('\n')}\n`)
    return 0
  }
  if (rest !== undefined && !command.takesCommand) {
    throw new PurgeError('bad-option', `\`cdn-purge ${name}\` runs no command after \`--\`.`, {
      hint: 'Only `cdn-purge deploy` does.',
    })
  }
  const flags = command.readFlags(args)
  return whileInterruptible(terminal, speaker, (signal) =>
    command.run(args, { name, terminal, flags, rest: rest ?? [], speaker, signal }),
  )
}

function findCommand(name: string): Command {
  const command = COMMANDS.find((each) => each.name === name)
  if (command) return command
  if (name.startsWith('-')) {
    throw new PurgeError('bad-option', `The command comes before \`${name}\`.`, {
      hint: '`cdn-purge run --quiet`; the commands are listed by `cdn-purge --help`.',
    })
  }
  const names = COMMANDS.map((each) => each.name)
  const meant = didYouMean(name, names)
  const why = LATER_COMMANDS.has(name)
    ? `The command "${name}" is not in this version yet.`
    : `Unknown command "${name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`
  throw new PurgeError('bad-option', why, { hint: `Commands: ${names.join(', ')}.` })
}

async function whileInterruptible(
  terminal: Terminal,
  speaker: Speaker,
  work: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const controller = new AbortController()
  const stopListening = terminal.onInterrupt(() => {
    speaker.alarm([
      'Stopping: the request in flight ends, and what was done is recorded. Ctrl-C again ends at once.',
    ])
    controller.abort()
  })
  try {
    return await work(controller.signal)
  } catch (cause) {
    // What the abort itself throws on the way out is no failure of its own.
    if (!controller.signal.aborted || cause instanceof PurgeError) throw cause
    throw new PurgeError('interrupted', 'The command was interrupted.', {
      hint: 'What it did is recorded. Run it again to go on.',
      cause,
    })
  } finally {
    stopListening()
    speaker.end()
  }
}

function isDebugged(env: Terminal['env']): boolean {
  return /(?:^|[\s,])(?:\*|cdn-purge)(?:$|[\s,])/.test(env['DEBUG'] ?? '')
}

function readVersion(): string {
  const { version }: { version: string } = createRequire(import.meta.url)('../package.json')
  return version
}
