import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { builds } from '../../test/builds.ts'
import { comparePaths, type Asset } from './asset.ts'
import { walkSideBySide } from './side-by-side.ts'

test('every path comes once, in order, with what each manifest has at it', () => {
  fc.assert(
    fc.property(builds, fc.array(builds, { maxLength: 3 }), (next, baseline) => {
      const manifests = [next, ...baseline]
      const paths = new Set(manifests.flatMap(({ assets }) => [...assets.keys()]))
      const expected = [...paths]
        .toSorted(comparePaths)
        .map((path) => manifests.map(({ assets }) => assets.get(path)))
      const rows: (Asset | undefined)[][] = []
      walkSideBySide(next, baseline, (asset, before) => void rows.push([asset, ...before]))
      expect(rows).toEqual(expected)
    }),
  )
})
