import { readFileSync } from 'node:fs'
import { main } from 'cdn-purge/cli'
import { expect, test } from 'vitest'

const [CLI, OPTIONS] = ['cli.md', 'options.md'].map((name) =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8'),
)

async function helpOf(...argv: readonly string[]): Promise<string> {
  let text = ''
  const code = await main(argv, { stdout: { write: (part) => (text += part) } })
  expect(code).toBe(0)
  return text
}

/** The words at the beginning of the indented lines. */
function listed(help: string): string[] {
  return Array.from(help.matchAll(/^ {2}(\S+)/gm), ([, word = '']) => word)
}

const COMMANDS = listed(await helpOf('--help'))

test('there are nine commands, and each has its row', () => {
  expect(COMMANDS).toHaveLength(9)
  for (const command of COMMANDS) expect(CLI).toMatch(new RegExp(`^\\| \`${command}[ \`]`, 'm'))
})

test.for(COMMANDS)('every flag of %s is documented', async (command) => {
  const flags = listed(await helpOf(command, '--help')).filter((word) => word.startsWith('--'))
  expect(flags.length).toBeGreaterThan(5)
  for (const flag of flags) expect(`${CLI}${OPTIONS}`).toMatch(new RegExp(`\`${flag}[ \`]`))
})
