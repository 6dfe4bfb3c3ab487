import type { ArgDef } from 'citty'
import type { Command } from './command.ts'

/** Gives the usage text of the whole command line. */
export function usageLines(commands: readonly Command[]): string[] {
  return [
    'Purges from the edge exactly what a deploy changed.',
    '',
    'Usage: cdn-purge <command> [flags]',
    '',
    ...table(commands.map((command) => [call(command), command.description])),
    '',
    'Options come from flags, then from cdn-purge.config.{ts,mts,js,mjs,json}, then from the',
    'record that the build plugin began. Credentials come from the environment:',
    'CLOUDFLARE_API_TOKEN, or CLOUDFLARE_API_KEY with CLOUDFLARE_EMAIL.',
    '',
    'Exit codes: 0 done, 1 failed (something may be stale), 2 wrong usage or configuration.',
    '`cdn-purge <command> --help` lists the flags of a command.',
  ]
}

/** Gives the usage text of one command. */
export function commandUsageLines(command: Command): string[] {
  const args = Object.entries(command.args)
  const positionals = args.filter(([, { type }]) => type === 'positional')
  const flags = args.filter(([, { type }]) => type !== 'positional')
  const [name, ...words] = call(command).split(' ')
  return [
    `${command.description}.`,
    '',
    `Usage: cdn-purge ${[name, '[flags]', ...words].join(' ')}`,
    '',
    ...table(positionals.map(([word, { description = '' }]) => [`<${word}>`, description])),
    ...(positionals.length > 0 ? [''] : []),
    ...table(flags.flatMap(([flag, definition]) => flagRows(flag, definition))),
  ]
}

function flagRows(name: string, definition: ArgDef): (readonly [string, string])[] {
  const { description = '' } = definition
  const row = [`--${name}${valueOf(definition)}`, description] as const
  return 'negativeDescription' in definition
    ? [row, [`--no-${name}`, definition.negativeDescription ?? '']]
    : [row]
}

function valueOf(definition: ArgDef): string {
  if (definition.type === 'enum') return ` ${definition.options?.join('|') ?? ''}`
  return definition.valueHint === undefined ? '' : ` <${definition.valueHint}>`
}

function call({ name, takesCommand, args }: Command): string {
  const words = Object.keys(args).filter((arg) => args[arg]?.type === 'positional')
  return [
    name,
    ...words.map((word) => `<${word}>`),
    ...(takesCommand ? ['-- <command …>'] : []),
  ].join(' ')
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
