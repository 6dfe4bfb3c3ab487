import type { Site, SiteOrigin } from './site.ts'

/** Gives the URL below which each origin serves the site, with its closing slash: `https://www.example.com/docs/`. */
export function siteRoots(site: Site): string[] {
  return site.origins.map((origin) => originRoot(origin, site.base))
}

/** An origin that serves a folder of the build, `.` among them, serves it right at its address: `base` is where the whole build lies. */
export function originRoot({ url, dir }: SiteOrigin, base: string): string {
  return dir === '' ? `${url}${base}` : `${url}/`
}
