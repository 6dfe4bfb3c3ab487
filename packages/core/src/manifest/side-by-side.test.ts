import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { builds } from '../../test/builds.ts'
import { comparePaths } from './asset.ts'
import { sideBySide } from './side-by-side.ts'

test('every path comes once, in order, with what each manifest has at it', () => {
  fc.assert(
    fc.property(fc.array(builds, { maxLength: 4 }), (manifests) => {
      const paths = new Set(manifests.flatMap(({ assets }) => [...assets.keys()]))
      const expected = [...paths]
        .toSorted(comparePaths)
        .map((path) => manifests.map(({ assets }) => assets.get(path)))
      expect([...sideBySide(manifests)]).toEqual(expected)
    }),
  )
})
