import { flagsOfOptions } from './flags-of-options.ts'
import { readOptionRows, type OptionRow } from './option-rows.ts'

const HEAD = `# Options

The same options everywhere: in the plugin's call, in \`cdn-purge.config.{ts,mts,js,mjs,json}\`, and, where there is one, as a
flag of the command line. Unknown ones are refused. Credentials are no options: they come from the environment only
(\`CLOUDFLARE_API_TOKEN\`, or \`CLOUDFLARE_API_KEY\` with \`CLOUDFLARE_EMAIL\`).

<!-- Written by \`pnpm generate\` from packages/cdn-purge/src/options/options.ts. Change the comments there. -->
`

/** Gives the text of `options.md` for the text of `options.ts`. */
export function optionsPage(source: string): string {
  const flags = flagsOfOptions()
  const rows = readOptionRows(source).map((row) =>
    [code(row.name), defaultOf(row), row.meaning, (flags.get(row.name) ?? []).map(code).join(', ')]
      .map((cell) => cell.replaceAll('|', '\\|'))
      .join(' | '),
  )
  const lines = ['option | default | meaning | flag', '--- | --- | --- | ---', ...rows]
  return `${HEAD}\n${lines.map((line) => `| ${line} |`).join('\n')}\n`
}

function defaultOf({ default: text, isRequired }: OptionRow): string {
  if (text === undefined) return isRequired ? 'required' : '–'
  return isLiteral(text) ? code(text) : text
}

/** True for a default that is a value of JavaScript, not a description. */
export function isLiteral(text: string): boolean {
  return /^(?:'[^']*'|\d+|true|false)$/.test(text)
}

function code(text: string): string {
  return `\`${text}\``
}
