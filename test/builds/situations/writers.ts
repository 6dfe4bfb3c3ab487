import { expect } from 'vitest'
import type { Place } from '../../bundlers/bundler.ts'
import { runBuild } from '../run-build.ts'
import type { Situation } from '../situations.ts'
import { caseOf, endsOnce, siteOf } from './site.ts'

const PLACES: readonly Place[] = ['before', 'after']

/** What others write at the end of a build. */
export const WRITERS: readonly Situation[] = [
  {
    name: 'late writers in every hook',
    holds: 'what a plugin writes, listed before ours or after it, is seen',
    cases: (bundler) =>
      bundler.writing.flatMap((hook) =>
        PLACES.map((place) => ({
          name: `\`${hook}\`, ${place} ours`,
          async run() {
            const rival = { hook, does: 'write', place } as const

            const outcome = await runBuild(bundler, caseOf({ rival }))

            expect(outcome).toEqual(endsOnce(siteOf(bundler, ['dist/late.txt'])))
          },
        })),
      ),
  },
  {
    name: 'late writers of others',
    holds: 'what they write, listed before ours or after it, is seen',
    cases: (bundler) =>
      bundler.writers.flatMap((name) =>
        PLACES.map((place) => ({
          name: `${name}, ${place} ours`,
          async run() {
            const plain = await runBuild(bundler, caseOf())

            const { failure, finished, missed } = await runBuild(
              bundler,
              caseOf({ writer: { name, place } }),
            )

            expect(failure).toBeUndefined()
            expect(missed).toEqual([])
            expect(finished).toHaveLength(1)
            // Whoever writes nothing proves nothing.
            expect(finished[0]?.stable).not.toEqual(plain.finished[0]?.stable)
          },
        })),
      ),
  },
]
