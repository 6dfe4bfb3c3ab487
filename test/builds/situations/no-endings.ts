import { expect } from 'vitest'
import type { BuildCase } from '../../bundlers/bundler.ts'
import { runBuild } from '../run-build.ts'
import type { Situation } from '../situations.ts'
import { caseOf, NOTHING_ENDS } from './site.ts'

const WAYS = {
  memory: 'write: false',
  watch: 'watch',
  serve: 'dev server',
  development: 'development mode',
} as const satisfies Partial<Record<NonNullable<BuildCase['way']>, string>>

/** Production builds on disk are what ends; all else is none of our business. */
export const NO_ENDINGS: readonly Situation[] = (Object.keys(WAYS) as (keyof typeof WAYS)[]).map(
  (way) => ({
    name: WAYS[way],
    holds: 'nothing ends',
    cases: (bundler) =>
      bundler.ways.includes(way)
        ? [
            {
              async run() {
                expect(await runBuild(bundler, caseOf({ way }))).toEqual(NOTHING_ENDS)
              },
            },
          ]
        : [],
  }),
)
