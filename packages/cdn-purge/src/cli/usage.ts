import type { Command } from './command.ts'

/** Gives the usage text of the whole command line. */
export function usageLines(commands: readonly Command[]): string[] {
  const width = Math.max(...commands.map((command) => call(command).length))
  return [
    'Purges from the edge exactly what a deploy changed.',
    '',
    'USAGE cdn-purge <command> [flags]',
    '',
    ...commands.map((command) => `  ${call(command).padEnd(width)}  ${command.description}`),
    '',
    'Options come from flags, then from cdn-purge.config.{ts,mts,js,mjs,json}, then from the',
    'record that the build plugin began. Credentials come from the environment:',
    'CLOUDFLARE_API_TOKEN, or CLOUDFLARE_API_KEY with CLOUDFLARE_EMAIL.',
    '',
    'Exit codes: 0 done, 1 failed (something may be stale), 2 wrong usage or configuration.',
    '`cdn-purge <command> --help` lists the flags of a command.',
  ]
}

function call({ name, takesCommand, positionals }: Command): string {
  const words = positionals.map((positional) => ` <${positional}>`).join('')
  return `${name}${words}${takesCommand ? ' -- <command …>' : ''}`
}
