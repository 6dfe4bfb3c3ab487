import { access } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPackages } from '../packages.ts'
import { declaredExports, entriesOf, isTypeLine, runtimeExports } from './entries.ts'

const packages = await readPackages()

describe.each(packages)('$name', (each) => {
  const entries = entriesOf(each)

  test('offers what the snapshot says', async () => {
    const parts = await Promise.all(
      entries.map(async (entry) => {
        const names = await declaredExports(each.dir, entry)
        return `${entry.specifier}\n${names.map((name) => `  ${name}\n`).join('')}`
      }),
    )
    await expect(parts.join('\n')).toMatchFileSnapshot(`exports/${path.basename(each.dir)}.txt`)
  })

  test('publishes the entries that it has in the workspace, without the condition for sources', () => {
    expect(each.publishedExports).toEqual({
      ...Object.fromEntries(
        entries.map(({ specifier, output }) => [`.${specifier.slice(each.name.length)}`, output]),
      ),
      './package.json': './package.json',
    })
  })

  test('has the bins that it names', async () => {
    await Promise.all(Object.values(each.bin).map((file) => access(path.join(each.dir, file))))
  })

  test.each(entries)('$specifier has a source, an output and declarations', async (entry) => {
    const { source, output } = entry
    expect(output).toBe(source.replace('/src/', '/dist/').replace(/\.ts$/, '.js'))
    const files = [source, output, output.replace(/\.js$/, '.d.ts')]
    await Promise.all(files.map((file) => access(path.join(each.dir, file))))
  })

  test('gives Node what its declarations promise', async () => {
    const declared = await Promise.all(
      entries.map(async (entry) => {
        const lines = await declaredExports(each.dir, entry)
        return [entry.specifier, lines.filter((line) => !isTypeLine(line))] as const
      }),
    )
    expect(await runtimeExports(entries)).toEqual(new Map(declared))
  })
})
