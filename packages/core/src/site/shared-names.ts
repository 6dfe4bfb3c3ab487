import { originRoot } from './site-roots.ts'
import type { Site } from './site.ts'

/**
 * Gives the function that names the group of paths that a path may share a URL with: `a`, `a.html` and `a/index.html` are all
 * `a`. Paths of two groups have no URL in common. Undefined where one origin lies inside another: then any two paths may.
 */
export function createSharedNames(site: Site): ((path: string) => string) | undefined {
  const roots = site.origins.map((origin) => originRoot(origin, site.base))
  const isInside = (root: string, index: number) =>
    roots.some((other, otherIndex) => otherIndex !== index && root.startsWith(other))
  return roots.some(isInside) ? undefined : sharedName
}

function sharedName(path: string): string {
  let name = path
  // A page may be the clean URL of another one: `a.html` of `a.html.html`.
  while (name.endsWith('.html')) {
    if (name === 'index.html') return ''
    name = name.slice(0, name.endsWith('/index.html') ? -'/index.html'.length : -'.html'.length)
  }
  return name
}
