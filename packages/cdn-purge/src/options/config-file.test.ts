import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PurgeError } from '@cdn-purge/core'
import { expect, onTestFinished, test } from 'vitest'
import { findConfigFile, readConfigFile, type TypeScriptSupport } from './config-file.ts'

const BY_JITI: TypeScriptSupport = {
  native: false,
  findJiti: () => pathToFileURL(createRequire(import.meta.url).resolve('jiti')).href,
}
const WITHOUT_JITI: TypeScriptSupport = { native: false, findJiti: () => undefined }

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'cdn-purge-config-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text)
  return dir
}

interface Readable {
  readonly name: string
  readonly file: string
  readonly text: string
}

const OPTIONS = `{ site: 'https://www.example.com', cloudflare: { zone: 'example.com' } }`
const JSON_OPTIONS = `{ "site": "https://www.example.com", "cloudflare": { "zone": "example.com" } }`

test.for<Readable>([
  { name: 'JSON', file: 'cdn-purge.config.json', text: JSON_OPTIONS },
  { name: 'a module', file: 'cdn-purge.config.mjs', text: `export default ${OPTIONS}` },
  {
    name: 'TypeScript',
    file: 'cdn-purge.config.ts',
    text: `interface O { site: string }\nconst o: O & object = ${OPTIONS}\nexport default o`,
  },
  {
    name: 'a TypeScript module',
    file: 'cdn-purge.config.mts',
    text: `export default ${OPTIONS} satisfies object`,
  },
])('reads $name', async ({ file, text }) => {
  const dir = await folderWith({ [file]: text })
  expect(await readConfigFile(join(dir, file), BY_JITI)).toEqual({
    file: join(dir, file),
    options: { site: 'https://www.example.com', cloudflare: { zone: 'example.com' } },
  })
})

interface Unreadable extends Readable {
  readonly says: string
}

test.for<Unreadable>([
  {
    name: 'JSON that is cut in half',
    file: 'cdn-purge.config.json',
    text: '{ "site": ',
    says: 'Could not read "cdn-purge.config.json"',
  },
  {
    name: 'a list',
    file: 'cdn-purge.config.json',
    text: '[]',
    says: 'It holds no object.',
  },
  {
    name: 'a module without default export',
    file: 'cdn-purge.config.mjs',
    text: `export const site = 'https://www.example.com'`,
    says: 'Its default export is no object.',
  },
  {
    name: 'a function',
    file: 'cdn-purge.config.mjs',
    text: 'export default () => ({})',
    says: 'Its default export is no object.',
  },
  {
    name: 'a module that throws',
    file: 'cdn-purge.config.mjs',
    text: `throw new Error('no such branch')`,
    says: 'no such branch.',
  },
  {
    name: 'TypeScript with a syntax error',
    file: 'cdn-purge.config.ts',
    text: 'export default {',
    says: 'Could not read "cdn-purge.config.ts"',
  },
])('refuses $name', async ({ file, text, says }) => {
  const dir = await folderWith({ [file]: text })
  const error = await readConfigFile(join(dir, file), BY_JITI).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(PurgeError)
  expect(error).toMatchObject({ code: 'bad-option', message: expect.stringContaining(says) })
})

test('names jiti where neither Node nor anything installed runs TypeScript', async () => {
  const dir = await folderWith({ 'cdn-purge.config.ts': `export default ${OPTIONS}` })
  await expect(
    readConfigFile(join(dir, 'cdn-purge.config.ts'), WITHOUT_JITI),
  ).rejects.toMatchObject({
    code: 'bad-option',
    message: expect.stringContaining('`jiti` is not installed'),
    hint: expect.stringContaining('npm i -D jiti'),
  })
})

test('a module in JavaScript needs no jiti', async () => {
  const dir = await folderWith({ 'cdn-purge.config.mjs': `export default ${OPTIONS}` })
  const { options } = await readConfigFile(join(dir, 'cdn-purge.config.mjs'), WITHOUT_JITI)
  expect(options).toMatchObject({ site: 'https://www.example.com' })
})

test('a file that is not there is named', async () => {
  const dir = await folderWith({})
  await expect(readConfigFile(join(dir, 'other.mjs'))).rejects.toMatchObject({
    code: 'bad-option',
    message: expect.stringContaining('other.mjs'),
  })
})

test('TypeScript is found before JavaScript, and JSON last', async () => {
  const dir = await folderWith({ 'cdn-purge.config.json': '{}' })
  expect(findConfigFile(dir)).toBe(join(dir, 'cdn-purge.config.json'))
  await writeFile(join(dir, 'cdn-purge.config.mjs'), '')
  expect(findConfigFile(dir)).toBe(join(dir, 'cdn-purge.config.mjs'))
  await writeFile(join(dir, 'cdn-purge.config.ts'), '')
  expect(findConfigFile(dir)).toBe(join(dir, 'cdn-purge.config.ts'))
})

test('a folder without one has none', async () => {
  expect(findConfigFile(await folderWith({ 'vite.config.ts': '' }))).toBeUndefined()
})
