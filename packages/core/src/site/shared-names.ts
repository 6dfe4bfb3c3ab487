import { originRoot } from './site-roots.ts'
import type { Site } from './site.ts'

/**
 * Gives the function that says how much of a path is the name of the group of paths that it may share a URL with: `a`, `a.html` and
 * `a/index.html` are all `a`, so 1. Paths of two groups have no URL in common. Undefined where one origin lies inside another: then
 * any two paths may.
 */
export function createSharedNames(site: Site): ((path: string) => number) | undefined {
  const roots = site.origins.map((origin) => originRoot(origin, site.base))
  const isInside = (root: string, index: number) =>
    roots.some((other, otherIndex) => otherIndex !== index && root.startsWith(other))
  return roots.some(isInside) ? undefined : sharedLength
}

function sharedLength(path: string): number {
  let end = path.length
  // A page may be the clean URL of another one: `a.html` of `a.html.html`.
  while (path.endsWith('.html', end)) {
    if (end === INDEX.length && path.startsWith(INDEX)) return 0
    end -= path.endsWith(`/${INDEX}`, end) ? INDEX.length + 1 : '.html'.length
  }
  return end
}

const INDEX = 'index.html'
