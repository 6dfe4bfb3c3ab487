import { setTimeout as wait } from 'node:timers/promises'
import type { Arena } from './arena.ts'
import type { Random } from './random.ts'

/** Every address that a build's file may answer at. */
export function addressesOf(path: string): string[] {
  const addresses = [`/${path}`]
  if (path.endsWith('index.html')) addresses.push(`/${path.slice(0, -'index.html'.length)}`)
  else if (path.endsWith('.html')) addresses.push(`/${path.slice(0, -'.html'.length)}`)
  return addresses
}

/** Starts visitors who ask for one address after the other, also while a deploy is under way; gives what ends them. */
export function startVisitors(
  { visit }: Arena,
  paths: () => ReadonlySet<string>,
  random: Random,
): () => Promise<void> {
  const over = new AbortController()
  const walk = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const known = [...paths()]
      if (known.length > 0) {
        const address = random.pick(addressesOf(random.pick(known)))
        // Faults are made for them too; they come back.
        await visit(address).catch(() => undefined)
      }
      await wait(random.between(10, 50))
    }
  }
  const walks = [walk(), walk()]
  return async () => {
    over.abort()
    await Promise.all(walks)
  }
}
