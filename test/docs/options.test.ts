import { readFileSync } from 'node:fs'
import { resolveOptions } from 'cdn-purge'
import { expect, test } from 'vitest'
import { readOptionRows } from '../../docs/option-rows.ts'
import { isLiteral, optionsPage } from '../../docs/options-page.ts'

const SOURCE = readFileSync(
  new URL('../../packages/cdn-purge/src/options/options.ts', import.meta.url),
  'utf8',
)
const ROWS = readOptionRows(SOURCE)
const LEAST = { site: 'https://www.example.com', cloudflare: { zone: 'example.com' } }
const WHERE = { root: '/project', source: 'a test' }

test('the page is what the comments say; `pnpm generate` writes it anew', () => {
  const page = readFileSync(new URL('../../docs/options.md', import.meta.url), 'utf8')
  expect(page).toBe(optionsPage(SOURCE))
})

test('every option that the code reads has a row', () => {
  const names = new Set(ROWS.map(({ name }) => name.replace(/[.[].*/, '')))
  const unknown = Object.fromEntries([...names].map((name) => [name, Symbol.iterator]))
  const refused = () => resolveOptions({ ...unknown, noSuchOption: 1 }, WHERE)
  expect(refused).toThrow('`noSuchOption` is unknown.')
  for (const name of names) expect(refused).not.toThrow(`\`${name}\` is unknown.`)
  expect(names.size).toBeGreaterThan(20)
})

const literals = ROWS.flatMap(({ name, default: text }) =>
  text !== undefined && isLiteral(text) && !name.includes('[]') ? [{ name, text }] : [],
)

test.for(literals)('the default of $name is $text in the code as well', ({ name, text }) => {
  const value: unknown = JSON.parse(text.replaceAll("'", '"'))
  const [group = '', member] = name.split('.')
  const written = member === undefined ? { [group]: value } : { [group]: { [member]: value } }
  const spelt = resolveOptions({ ...LEAST, ...written }, WHERE)
  expect({ ...spelt, ledgerIsDefault: true }).toEqual(resolveOptions(LEAST, WHERE))
})

test('an option without comment is an error, not an empty cell', () => {
  const source = 'export interface Options {\n  readonly site: string\n}\n'
  expect(() => readOptionRows(source)).toThrow('The option "site" has no meaning in its comment.')
})
