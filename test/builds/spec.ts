import { describe, test } from 'vitest'
import type { Bundler } from '../bundlers/bundler.ts'
import { SITUATIONS } from './situations.ts'

/** Builds with each bundler in every situation that it knows. */
export function describeBuilds(bundlers: readonly Bundler[]): void {
  for (const bundler of bundlers) {
    describe(bundler.name, () => {
      for (const { name, holds, cases } of SITUATIONS) {
        const all = cases(bundler)
        if (all.length > 0) {
          // Tells of it as soon as what is known not to hold does hold.
          const fails = bundler.fails?.[name] !== undefined
          describe(name, () => {
            for (const each of all) test(each.name ?? holds, { fails }, () => each.run())
          })
        }
      }
    })
  }
}
