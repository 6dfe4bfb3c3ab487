import { createFolderStore } from '@cdn-purge/core'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Based, Bundler } from '../../bundlers/bundler.ts'
import { runBuild } from '../run-build.ts'
import type { Situation } from '../situations.ts'
import { caseOf, endsOnce, siteOf } from './site.ts'

const PLACES: Readonly<Record<Based, string>> = {
  auto: 'what it does not say is not guessed',
  origin: 'assets on another origin are known to be there',
  function: 'what a function says is not guessed',
}

/** Builds that end, and what is known then. */
export const ENDINGS: readonly Situation[] = [
  {
    name: 'one build',
    holds: 'ends once, with everything on disk, and knows the names with a hash',
    cases: (bundler) => [
      {
        async run() {
          expect(await runBuild(bundler, caseOf())).toEqual(endsOnce(siteOf(bundler)))
        },
      },
    ],
  },
  {
    name: 'the published entry',
    holds: 'begins one record, writes the marker, and needs no credentials',
    cases: (bundler) => [
      {
        async run() {
          const { root, ...rest } = caseOf()

          const { failure } = await runBuild(bundler, { root, ...rest }, 'entry')

          expect(failure).toBeUndefined()
          expect(await begunRecords(root)).toHaveLength(1)
          expect(existsSync(join(root, 'dist/cdn-purge.json'))).toBe(true)
        },
      },
    ],
  },
  {
    name: 'several outputs, compilers or builds',
    holds: 'end as one',
    cases: (bundler) =>
      bundler.besides.includes('second') ? [{ run: () => endAsOne(bundler) }] : [],
  },
  {
    name: 'server',
    holds: 'a build for servers beside the client’s is waited for and left out',
    cases: (bundler) =>
      bundler.besides.includes('server') ? [{ run: () => leavesServersOut(bundler) }] : [],
  },
  {
    name: 'library',
    holds: 'two formats under fixed names end once, and no name has a hash',
    cases: ({ library, ...bundler }) =>
      library ? [{ run: () => endsAsLibrary(bundler, library) }] : [],
  },
  {
    name: 'output folder that is not emptied',
    holds: 'what an older build left there is deployed, so it counts',
    cases: (bundler) => [{ run: () => seesLeftovers(bundler) }],
  },
  ...(['auto', 'origin', 'function'] as const).map((place): Situation => ({
    name: `public path: ${place}`,
    holds: PLACES[place],
    cases: (bundler) => {
      const bases = bundler.bases[place]
      return bases ? [{ run: () => endsAt(bundler, place, bases) }] : []
    },
  })),
]

async function endAsOne(bundler: Bundler): Promise<void> {
  const { failure, finished, missed } = await runBuild(bundler, caseOf({ beside: 'second' }))

  expect(failure).toBeUndefined()
  expect(missed).toEqual([])
  expect(finished.map(({ outputs, hashed }) => ({ outputs, hashed }))).toEqual([
    {
      outputs: [
        { dir: 'dist', base: bundler.base },
        { dir: 'dist-second', base: bundler.base },
      ],
      hashed: siteOf(bundler).hashed,
    },
  ])
}

async function leavesServersOut(bundler: Bundler): Promise<void> {
  const buildCase = caseOf({ beside: 'server' })

  expect(await runBuild(bundler, buildCase)).toEqual(endsOnce(siteOf(bundler)))
  expect(existsSync(join(buildCase.root, 'dist-server'))).toBe(true)
}

async function endsAsLibrary(bundler: Bundler, library: readonly string[]): Promise<void> {
  const { failure, finished, missed } = await runBuild(bundler, caseOf({ library: true }))

  expect(failure).toBeUndefined()
  expect(missed).toEqual([])
  expect(finished).toHaveLength(1)
  expect(finished[0]?.hashed).toEqual([])
  expect(finished[0]?.stable).toEqual(expect.arrayContaining([...library]))
}

async function seesLeftovers(bundler: Bundler): Promise<void> {
  const buildCase = caseOf({ keeps: true })
  const left = join(buildCase.root, 'dist/left.txt')
  mkdirSync(join(left, '..'))
  writeFileSync(left, 'left by an older build\n')

  const outcome = await runBuild(bundler, buildCase)

  expect(outcome).toEqual(endsOnce(siteOf(bundler, ['dist/left.txt'])))
}

async function endsAt(
  bundler: Bundler,
  place: Based,
  bases: readonly (string | undefined)[],
): Promise<void> {
  const { failure, finished, missed } = await runBuild(bundler, caseOf({ place }))

  expect(failure).toBeUndefined()
  expect(missed).toEqual([])
  expect(finished.map(({ outputs }) => outputs)).toEqual([
    bases.map((base) => ({ dir: 'dist', base })),
  ])
}

async function begunRecords(root: string): Promise<string[]> {
  const keys = await createFolderStore(join(root, '.cdn-purge')).list('')
  return keys.filter((key) => key.endsWith('/started'))
}
