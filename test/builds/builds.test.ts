import { createFolderStore } from '@cdn-purge/core'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Options } from 'unplugin-cdn-purge'
import { describe, expect, onTestFinished, test } from 'vitest'
import { BUNDLERS } from '../bundlers.ts'
import type { BuildCase, Bundler } from '../bundlers/bundler.ts'
import { createProject, type Finished } from './project.ts'
import { runBuild } from './run-build.ts'

const OPTIONS: Options = {
  site: 'https://www.example.com',
  cloudflare: { zone: 'example.com', environment: 'staging' },
}

function project(): string {
  const { root, remove } = createProject()
  onTestFinished(remove)
  return root
}

function caseOf(rest: Partial<BuildCase> = {}): BuildCase {
  return { root: project(), options: OPTIONS, ...rest }
}

async function begunRecords(root: string): Promise<string[]> {
  const keys = await createFolderStore(join(root, '.cdn-purge')).list('')
  return keys.filter((key) => key.endsWith('/started'))
}

/** What every bundler says of the same site. */
function siteOf(bundler: Bundler, late: readonly string[] = []): Finished {
  return {
    bundler: bundler.name,
    root: '.',
    mode: 'production',
    outputs: [{ dir: 'dist', base: bundler.base }],
    hashed: ['entry', 'lazy chunk', 'picture', 'style'],
    stable: ['dist/index.html', ...late, 'dist/robots.txt'],
  }
}

describe.each(BUNDLERS)('$name', (bundler) => {
  test('a build ends once, with everything on disk', async () => {
    const outcome = await runBuild(bundler, caseOf())

    expect(outcome).toEqual({ failure: undefined, finished: [siteOf(bundler)] })
  })

  test('the entry that users import begins a record and needs no credentials', async () => {
    const { root, ...rest } = caseOf()

    const { failure } = await runBuild(bundler, { root, ...rest }, 'entry')

    expect(failure).toBeUndefined()
    expect(await begunRecords(root)).toHaveLength(1)
    expect(existsSync(join(root, 'dist/cdn-purge.json'))).toBe(true)
  })

  test('what goes wrong at the end fails the build, with what to do and no stack', async () => {
    const { failure } = await runBuild(bundler, caseOf(), 'failing')

    expect(failure).toContain('Could not write into the ledger: it is full.')
    expect(failure).toContain('Make room and build again.')
    expect(failure).not.toContain('project.ts')
  })

  test.each(bundler.writing)('what another plugin writes in `%s` is seen', async (hook) => {
    const outcome = await runBuild(bundler, caseOf({ rival: { hook, does: 'write' } }))

    expect(outcome).toEqual({
      failure: undefined,
      finished: [siteOf(bundler, ['dist/late.txt'])],
    })
  })

  test('a syntax error: nothing ends', async () => {
    const buildCase = caseOf()
    writeFileSync(join(buildCase.root, 'src/lazy.js'), 'export const = 1\n')

    const outcome = await runBuild(bundler, buildCase)

    expect(outcome.failure).toBeDefined()
    expect(outcome.finished).toEqual([])
  })

  test.each(bundler.throwing)('a plugin that throws in `%s`: nothing ends', async (hook) => {
    const outcome = await runBuild(bundler, caseOf({ rival: { hook, does: 'throw' } }))

    expect(outcome.failure).toContain('The rival threw in')
    expect(outcome.finished).toEqual([])
  })

  test.each(bundler.ways)('no production build on disk, but %s: nothing ends', async (way) => {
    const outcome = await runBuild(bundler, caseOf({ way }))

    expect(outcome).toEqual({ failure: undefined, finished: [] })
  })

  test.runIf(bundler.besides.includes('second'))('two builds end as one', async () => {
    const { failure, finished } = await runBuild(bundler, caseOf({ beside: 'second' }))

    expect(failure).toBeUndefined()
    expect(finished.map(({ outputs, hashed }) => ({ outputs, hashed }))).toEqual([
      {
        outputs: [
          { dir: 'dist', base: bundler.base },
          { dir: 'dist-second', base: bundler.base },
        ],
        hashed: siteOf(bundler).hashed,
      },
    ])
  })

  test.runIf(bundler.besides.includes('server'))(
    'a build for servers is waited for and left out',
    async () => {
      const { root, ...rest } = caseOf({ beside: 'server' })

      const outcome = await runBuild(bundler, { root, ...rest })

      expect(outcome).toEqual({ failure: undefined, finished: [siteOf(bundler)] })
      expect(existsSync(join(root, 'dist-server'))).toBe(true)
    },
  )

  test('one of two builds fails: nothing ends', async () => {
    const { failure, finished } = await runBuild(bundler, caseOf({ beside: 'broken' }))

    expect(failure).toContain('none.js')
    expect(finished).toEqual([])
  })
})
