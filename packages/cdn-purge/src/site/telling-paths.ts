import { isDocument, type Manifest } from '@cdn-purge/core'

/** Source maps are often kept back, and files whose names begin with a dot are no business of visitors. */
export function isSeldomDeployed(path: string): boolean {
  return /\.map$|(?:^|\/)\./.test(path)
}

/** So many paths of each sort are compared to tell builds apart. */
const ASSETS = 2
const DOCUMENTS = 3

/**
 * Chooses the paths whose answers tell a build from the others, assets and documents both, since either may arrive last: those
 * that differ from the most builds first, and of these the first, the last and some between, as uploads often go by name.
 *
 * `changed` are the paths that differ at all; removed ones count only where nothing else tells, as hosts may leave them behind.
 */
export function chooseTellingPaths(
  manifest: Manifest,
  others: readonly Manifest[],
  changed: readonly string[],
): string[] {
  const here = changed.filter((path) => manifest.assets.has(path))
  const deployed = here.filter((path) => !isSeldomDeployed(path))
  const candidates = deployed.length > 0 ? deployed : here.length > 0 ? here : changed
  const differing = candidates.map((path) => ({
    path,
    from: others.filter(
      ({ assets }) => assets.get(path)?.digest !== manifest.assets.get(path)?.digest,
    ).length,
  }))
  const telling = differing.filter(({ from }) => from > 0 || others.length === 0)
  return [
    ...choose(
      telling.filter(({ path }) => !isDocument(path)),
      ASSETS,
    ),
    ...choose(
      telling.filter(({ path }) => isDocument(path)),
      DOCUMENTS,
    ),
  ]
}

interface Telling {
  readonly path: string
  /** So many builds have other bytes there, or none. */
  readonly from: number
}

function choose(paths: readonly Telling[], count: number): string[] {
  const most = Math.max(...paths.map(({ from }) => from))
  const best = paths.filter(({ from }) => from === most)
  const chosen = spreadOut(best, count).map(({ path }) => path)
  if (chosen.length === count || best.length === paths.length) return chosen
  const rest = paths.filter(({ from }) => from !== most)
  return [...chosen, ...choose(rest, count - chosen.length)]
}

/** The first, the last, and what lies evenly between. */
function spreadOut<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items]
  const last = items.length - 1
  return Array.from(
    { length: count },
    (_, index) => items[count === 1 ? 0 : Math.round((index * last) / (count - 1))],
  ).filter((item) => item !== undefined)
}
