import type { BuildOutput } from './build-result.ts'

/**
 * Gives the URL prefixes of folders by folder where they differ, `{ '/p/dist': '/', '/p/dist-admin': '/admin/' }`; nothing where one
 * says it all. Addresses of assets are no prefixes.
 */
export function ownBases(outputs: readonly BuildOutput[]): Record<string, string> {
  const bases = new Map<string, string>()
  for (const { dir, base = '/' } of outputs) {
    if (!/^(?:https?:)?\/\//.test(base) && !bases.has(dir)) bases.set(dir, base)
  }
  return new Set(bases.values()).size > 1 ? Object.fromEntries(bases) : {}
}
