import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { BuildCase, Bundler } from '../../bundlers/bundler.ts'
import { runBuild } from '../run-build.ts'
import type { Situation } from '../situations.ts'
import { caseOf } from './site.ts'

/** Takes no byte, as a disk that is full. */
const FULL = '/dev/full'

/** Builds that fail: nothing ends, and what the bundler says is what went wrong. */
export const FAILURES: readonly Situation[] = [
  {
    name: 'syntax error',
    holds: 'nothing ends; the bundler’s own error is seen',
    cases: (bundler) => [
      { run: () => failsWith(bundler, { 'src/lazy.js': 'export const = 1\n' }, /lazy\.js/) },
    ],
  },
  {
    name: 'unresolved import',
    holds: 'nothing ends; the bundler’s own error is seen',
    cases: (bundler) => [
      { run: () => failsWith(bundler, { 'src/lazy.js': "import './none.js'\n" }, /none\.js/) },
    ],
  },
  {
    name: 'plugin that throws in any hook',
    holds: 'nothing ends; its error is seen',
    cases: (bundler) =>
      bundler.throwing.flatMap((hook) =>
        (['before', 'after'] as const).map((place) => ({
          name: `\`${hook}\`, ${place} ours`,
          async run() {
            const buildCase = caseOf({ rival: { hook, does: 'throw', place } })

            const { failure, finished } = await runBuild(bundler, buildCase)

            expect(failure).toContain('The rival threw in')
            expect(finished).toEqual([])
          },
        })),
      ),
  },
  {
    name: 'disk full',
    holds: 'nothing ends; the bundler’s own error is seen',
    cases: (bundler) => (existsSync(FULL) ? [{ run: () => failsOnFullDisk(bundler) }] : []),
  },
  {
    name: 'one of two builds fails',
    holds: 'nothing ends',
    cases: (bundler) => [
      {
        async run() {
          const { failure, finished } = await runBuild(bundler, caseOf({ beside: 'broken' }))

          expect(failure).toContain('none.js')
          expect(finished).toEqual([])
        },
      },
    ],
  },
  {
    name: 'our own failure',
    holds: 'fails the build, with what to do and no stack',
    cases: (bundler) => [
      {
        async run() {
          const { failure } = await runBuild(bundler, caseOf(), 'failing')

          expect(failure).toContain('Could not write into the ledger: it is full.')
          expect(failure).toContain('Make room and build again.')
          expect(failure).not.toContain('project.ts')
        },
      },
    ],
  },
]

async function failsWith(
  bundler: Bundler,
  files: Readonly<Record<string, string>>,
  error: RegExp,
): Promise<void> {
  const buildCase = caseOf()
  for (const [file, text] of Object.entries(files)) writeFileSync(join(buildCase.root, file), text)

  const { failure, finished } = await runBuild(bundler, buildCase)

  expect(failure).toMatch(error)
  expect(finished).toEqual([])
}

/** The second of two equal builds cannot write the picture. */
async function failsOnFullDisk(bundler: Bundler): Promise<void> {
  const buildCase: BuildCase = caseOf({ keeps: true })
  const dist = join(buildCase.root, 'dist')
  const { finished } = await runBuild(bundler, buildCase)
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  const picture = join(dist, files.find((file) => file.endsWith('.png')) ?? '')
  rmSync(picture)
  symlinkSync(FULL, picture)

  const second = await runBuild(bundler, buildCase)

  expect(finished).toHaveLength(1)
  expect(second.failure).toMatch(/ENOSPC|no space left/i)
  expect(second.finished).toEqual([])
}
