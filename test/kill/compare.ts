import type { Arena } from './arena.ts'
import { isFingerprinted, type Build } from './builds.ts'
import { addressesOf } from './visitors.ts'

/** What came of asking the edge and the origin for the same addresses. */
export interface Comparison {
  readonly compared: number
  /** Those that the edge answered from its cache: only they could be stale. */
  readonly hits: number
  readonly stale: readonly string[]
  /** Where the origin itself does not serve the build, so that the comparison says nothing. */
  readonly notServed: readonly string[]
}

/** Lists the addresses of which the edge holds something else than the origin answers now. */
export async function findStaleCopies({ edge, ask }: Arena): Promise<string[]> {
  const stale: string[] = []
  for (const { path, status, body } of edge.cache()) {
    // The questions of the command line have copies of their own, which no visitor gets.
    if (path.includes('?')) continue
    const origin = await ask(path)
    if (status === origin.status && Buffer.from(body).toString() === origin.body) continue
    if (isFingerprinted(path.slice(1)) && origin.status === 404) continue
    stale.push(path)
  }
  return stale
}

/** Asks for every address that any build had, and compares the edge with the origin. */
export async function compareAll(
  { visit, ask }: Arena,
  build: Build,
  paths: ReadonlySet<string>,
): Promise<Comparison> {
  const stale: string[] = []
  const notServed: string[] = []
  let [compared, hits] = [0, 0]
  for (const path of paths) {
    for (const address of addressesOf(path)) {
      const [edge, origin] = await Promise.all([visit(address), ask(address)])
      compared++
      if (edge.cacheStatus === 'HIT') hits++
      const text = build.get(path)
      const isServed = text === undefined ? origin.status === 404 : origin.body === text
      if (!isServed) notServed.push(`${address}: ${origin.status} ${origin.body.trim()}`)
      if (edge.status === origin.status && edge.body === origin.body) continue
      // Open tabs may still ask for a chunk that is gone; its name never stood for other bytes.
      if (isFingerprinted(path) && origin.status === 404 && edge.status === 200) continue
      const answers = [edge, origin].map(({ status, body }) => `${status} "${body.trim()}"`)
      stale.push(`${address}: the edge says ${answers[0]}, the origin ${answers[1]}`)
    }
  }
  return { compared, hits, stale, notServed }
}
