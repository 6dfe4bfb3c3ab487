import type { Asset } from './asset.ts'
import type { Manifest } from './manifest.ts'

export type SideBySideVisit = (
  asset: Asset | undefined,
  before: readonly (Asset | undefined)[],
) => void

/**
 * Visits every path of a build and of those before it, in path order, with its asset in each, undefined where it is not. `before` is
 * filled anew for the next path. All are in path order already, so they are walked together and no path is looked up.
 */
export function walkSideBySide(
  { assets }: Manifest,
  baseline: readonly Manifest[],
  visit: SideBySideVisit,
): void {
  // Plain loops over lists: this runs once for every path of a site, and a generator takes several times as long.
  const lists = [[...assets.values()], ...baseline.map((each) => [...each.assets.values()])]
  const at = lists.map(() => 0)
  const row: (Asset | undefined)[] = lists.map(() => undefined)
  const before: (Asset | undefined)[] = baseline.map(() => undefined)
  for (;;) {
    let first: string | undefined
    for (let index = 0; index < lists.length; index++) {
      const head = lists[index]?.[at[index] ?? 0]
      row[index] = head
      if (head === undefined || head.path === first) continue
      if (first === undefined || head.path < first) first = head.path
    }
    if (first === undefined) return
    for (let index = 0; index < lists.length; index++) {
      if (row[index]?.path === first) at[index] = (at[index] ?? 0) + 1
      else row[index] = undefined
      if (index > 0) before[index - 1] = row[index]
    }
    visit(row[0], before)
  }
}
