/** One block of a `_headers` file. Values are kept as digests only: a file of rules may hold what is nobody's business. */
export interface HeaderRule {
  /** As in the file: `/assets/*`, `https://:project.pages.dev/*`. */
  readonly for: string
  /** Names in lower case, and the digest of each value; sorted by name, values in their order. */
  readonly set: readonly (readonly [name: string, digest: string])[]
  /** Names in lower case that are taken away, sorted. */
  readonly unset: readonly string[]
}

/** One line of a `_redirects` file. */
export interface RedirectRule {
  /** As in the file, with a leading slash where it is no address: `/blog/*`. */
  readonly from: string
  /** Digest of all that it does: where to, with which status, and when. */
  readonly does: string
  /** Where the answer is that of another path of the site (status 200), that path as written: `/index.html`. */
  readonly to?: string | undefined
  /** True where it holds even where a file lies. */
  readonly force?: true | undefined
  /** True where it depends on more than the path. */
  readonly when?: 'query' | 'visitor' | undefined
  /** True where Netlify alone takes such a line. */
  readonly netlify?: true | undefined
}

/** The rules by which a host decides on its answers, as far as they were read; a field that is left out was not. */
export interface Rules {
  readonly headers?: readonly HeaderRule[] | undefined
  readonly redirects?: readonly RedirectRule[] | undefined
}

/** The files that hold them, at the root of the output. */
export const RULE_FILES = { headers: '_headers', redirects: '_redirects' } as const

/** What was found in a file of rules. */
export interface ParsedRules<Rule> {
  readonly rules: readonly Rule[]
  /** Lines that no host takes, counted from 1. */
  readonly unread: readonly number[]
}

/** Takes the rules out of what may hold more. */
export function rulesOf({ headers, redirects }: Rules): Rules {
  return { ...(headers && { headers }), ...(redirects && { redirects }) }
}
