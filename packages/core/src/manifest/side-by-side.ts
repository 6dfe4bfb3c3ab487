import type { Asset } from './asset.ts'
import type { Manifest } from './manifest.ts'

/**
 * Lists every path of several manifests in path order, each with its asset in every one of them, undefined where it is not.
 * All are in path order already, so they are walked together and no path is looked up.
 */
export function* sideBySide(
  manifests: readonly Manifest[],
): Generator<readonly (Asset | undefined)[], void, undefined> {
  const cursors = manifests.map(({ assets }) => assets.values())
  const heads = cursors.map(nextOf)
  for (;;) {
    let first: string | undefined
    for (const head of heads) {
      if (head && (first === undefined || head.path < first)) first = head.path
    }
    if (first === undefined) return
    const row = heads.map((head) => (head?.path === first ? head : undefined))
    yield row
    for (const [index, cursor] of cursors.entries()) if (row[index]) heads[index] = nextOf(cursor)
  }
}

function nextOf(cursor: Iterator<Asset, unknown>): Asset | undefined {
  const step = cursor.next()
  return step.done === true ? undefined : step.value
}
