import type { Chance } from './chance.ts'
import { BUILT_PATHS, isFingerprinted, type Files } from './host.ts'

/** Gives a build that mostly has much in common with the last one, or is one of those there were before. */
export function newBuild(chance: Chance, before: readonly Files[]): Files {
  const last = before.at(-1)
  if (last && chance.percent(20)) return chance.one(before)
  const files = new Map(last && chance.percent(80) ? last : [])
  const some = chance.shuffled(BUILT_PATHS).slice(0, 1 + chance.upTo(3))
  for (const path of files.size === 0 ? BUILT_PATHS : some) {
    const isGone = chance.percent(isFingerprinted(path) ? 50 : 30)
    // The bytes under a name with a hash are the same but for accidents.
    const version = isFingerprinted(path) ? (chance.percent(8) ? 2 : 1) : 1 + chance.upTo(3)
    if (isGone && path !== 'index.html') files.delete(path)
    else files.set(path, textOfVersion(path, version))
  }
  return files
}

export function textOfVersion(path: string, version: number): string {
  const text = `${path} version ${version}`
  return path.endsWith('.html')
    ? `<!doctype html><title>${path}</title><p>${text}</p>\n`
    : `${text}\n`
}
