/** One address under which visitors reach the build, or a folder of it. */
export interface SiteOrigin {
  /** Scheme, host, port if any, path if any, no trailing slash: `https://cdn.example.com/static`. */
  readonly url: string
  /** The folder of the build that is served right here, no slashes at either end; `''` is the whole build below `base`, `.` right here. */
  readonly dir: string
  /** False where this origin serves no HTML, only what pages load. */
  readonly documents: boolean
}

/** Everything that decides which URLs a path has. A change of any of it puts the baseline in doubt. */
export interface Site {
  /** At least one; the first is the one that people see. */
  readonly origins: readonly SiteOrigin[]
  /** URL prefix below every origin, with a slash at both ends: `/` or `/docs/`. */
  readonly base: string
  /** True: `/a` serves `a.html`; false: `/a.html` does; `both`: either may be asked for. */
  readonly cleanUrls: boolean | 'both'
  /** True: `/a/` serves `a/index.html`; false: `/a` does; `both`: either may be asked for. */
  readonly trailingSlash: boolean | 'both'
  /** Path of the document that answers for every unknown path (single-page apps): `index.html`. */
  readonly fallback: string | undefined
}
