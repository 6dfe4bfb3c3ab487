import type { Site } from './site.ts'

/** Gives the URL under which each origin serves the site: `https://www.example.com/docs/`. */
export function siteRoots(site: Site): string[] {
  return site.origins.map(({ url }) => `${url}${site.base}`)
}
