import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPackages, sourceFiles } from '../packages.ts'
import { ARROWS, brokenArrow, leavesPackage } from './arrows.ts'
import { importsOf } from './imports.ts'

const packages = await readPackages()

test('every package has its place in the arrows', () => {
  expect(packages.map(({ name }) => name).toSorted()).toEqual([...ARROWS.keys()].toSorted())
})

describe.each(packages)('$name', (each) => {
  test('imports only along the arrows', async () => {
    const files = await sourceFiles(each)
    expect(files.length).toBeGreaterThan(0)
    const broken = await Promise.all(
      files.map(async (file) => {
        const imports = importsOf(file, await readFile(path.join(each.dir, file), 'utf8'))
        return imports.flatMap((specifier) => {
          const why = leavesPackage(file, specifier)
            ? `imports "${specifier}", a file of another package.`
            : isOwnBin(file, each.name, specifier)
              ? undefined
              : brokenArrow(each.name, specifier)
          return why === undefined ? [] : [`${file}: ${why}`]
        })
      }),
    )
    expect(broken.flat()).toEqual([])
  })

  test('depends only along the arrows', () => {
    const broken = each.dependencies.flatMap((name) => brokenArrow(each.name, name) ?? [])
    expect(broken).toEqual([])
  })

  test('needs no package against the arrows to be tested either', () => {
    const names = each.devDependencies.filter((name) => ARROWS.has(name))
    expect(names.flatMap((name) => brokenArrow(each.name, name) ?? [])).toEqual([])
  })
})

/** A bin is outside `src` and reaches its package as a user does. */
function isOwnBin(file: string, name: string, specifier: string): boolean {
  return file.startsWith('bin/') && specifier.startsWith(`${name}/`)
}

interface ArrowCase {
  readonly importer: string
  readonly specifier: string
  readonly why: string | undefined
}

test.for<ArrowCase>([
  { importer: '@cdn-purge/core', specifier: 'node:http', why: 'the network' },
  { importer: '@cdn-purge/core', specifier: 'https', why: 'the network' },
  { importer: '@cdn-purge/core', specifier: 'node:net', why: 'the network' },
  { importer: '@cdn-purge/core', specifier: 'node:tls', why: 'the network' },
  { importer: '@cdn-purge/core', specifier: 'undici', why: 'the network' },
  { importer: '@cdn-purge/core', specifier: 'unplugin', why: 'a bundler' },
  { importer: '@cdn-purge/core', specifier: 'vite/module-runner', why: 'a bundler' },
  { importer: '@cdn-purge/core', specifier: '@farmfe/core', why: 'a bundler' },
  { importer: '@cdn-purge/core', specifier: 'cdn-purge', why: 'against the arrows' },
  { importer: '@cdn-purge/core', specifier: '@cdn-purge/cloudflare', why: 'against the arrows' },
  { importer: '@cdn-purge/core', specifier: '@cdn-purge/core', why: 'imports itself' },
  { importer: '@cdn-purge/cloudflare', specifier: 'cdn-purge/cli', why: 'against the arrows' },
  { importer: '@cdn-purge/cloudflare', specifier: '@cdn-purge/edge', why: 'against the arrows' },
  { importer: 'cdn-purge', specifier: 'unplugin-cdn-purge/vite', why: 'against the arrows' },
  { importer: 'cdn-purge', specifier: '@cdn-purge/edge', why: 'against the arrows' },
  { importer: 'cdn-purge', specifier: 'rollup', why: 'a bundler' },
  { importer: 'unplugin-cdn-purge', specifier: '@cdn-purge/edge', why: 'against the arrows' },
  { importer: 'unplugin-cdn-purge', specifier: '@cdn-purge/cloudflare', why: 'against the arrows' },
  { importer: '@cdn-purge/edge', specifier: '@cdn-purge/core', why: 'against the arrows' },
  { importer: '@cdn-purge/edge', specifier: 'cdn-purge', why: 'against the arrows' },

  { importer: '@cdn-purge/core', specifier: 'node:fs', why: undefined },
  { importer: '@cdn-purge/core', specifier: './diff.ts', why: undefined },
  { importer: '@cdn-purge/core', specifier: './http/undici.ts', why: undefined },
  { importer: '@cdn-purge/cloudflare', specifier: '@cdn-purge/core', why: undefined },
  { importer: '@cdn-purge/cloudflare', specifier: 'undici', why: undefined },
  { importer: 'cdn-purge', specifier: '@cdn-purge/cloudflare', why: undefined },
  { importer: 'unplugin-cdn-purge', specifier: 'cdn-purge', why: undefined },
  { importer: '@cdn-purge/edge', specifier: 'undici', why: undefined },
])('$importer → $specifier: $why', ({ importer, specifier, why }) => {
  const found = brokenArrow(importer, specifier)
  if (why === undefined) expect(found).toBeUndefined()
  else expect(found).toContain(why)
})

test.for([
  { source: `import { request } from 'undici'`, found: ['undici'] },
  { source: `import type { Dispatcher } from 'undici'`, found: ['undici'] },
  { source: `import 'undici'`, found: ['undici'] },
  { source: `export { request } from 'undici'`, found: ['undici'] },
  { source: `export * from 'undici'`, found: ['undici'] },
  { source: `const { request } = await import('undici')`, found: ['undici'] },
  { source: `export type Send = import('undici').Dispatcher`, found: ['undici'] },
  { source: `export type All = typeof import('undici')`, found: ['undici'] },
  { source: `import undici = require('undici')`, found: ['undici'] },
  { source: `const undici = require('undici')`, found: ['undici'] },
  { source: `const undici = createRequire(import.meta.url)('undici')`, found: ['undici'] },
  { source: `const http = process.getBuiltinModule('node:http')`, found: ['node:http'] },
  { source: `// import 'undici'\nconst text = "import 'undici'"`, found: [] },
  { source: `import a from './b.ts'; import c from './a.ts'`, found: ['./a.ts', './b.ts'] },
])('finds the imports of: $source', ({ source, found }) => {
  expect(importsOf('sample.ts', source)).toEqual(found)
})

test('a source that cannot be parsed is an error, not an empty list', () => {
  expect(() => importsOf('sample.ts', 'import { from')).toThrow('Could not parse "sample.ts"')
})

test('a relative import of another package is noticed', () => {
  expect(leavesPackage('src/plan.ts', '../../core/src/diff.ts')).toBe(true)
  expect(leavesPackage('src/cli/main.ts', '../plan.ts')).toBe(false)
})
