import type { Manifest, PurgeAction, PurgeBatch } from '@cdn-purge/core'

/** One deploy as a tool finds it: what differs between the build that is live and the new one. */
export interface Deploy {
  readonly before: Manifest
  readonly after: Manifest
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
  /** Every URL of a path, its own first; every tool is given the same, whatever it knows of routes itself. */
  readonly urlsOf: (path: string) => readonly string[]
}

/** Targets of one kind, as many as there are: a request carries what the CDN takes. */
export type Sent = PurgeBatch & { readonly action: PurgeAction }

/** A way to decide what is purged at a deploy. */
export interface Way {
  readonly name: string
  /** Its rule in a sentence, and whose it is. */
  readonly rule: string
  /** What the environment must take: most ways need exact URLs. */
  readonly route: 'urls' | 'prefixes' | 'any'
  decide(deploy: Deploy): readonly Sent[]
}

/** The host of all sites that are replayed. */
export const HOST = 'www.example.com'

/** Gives the URLs of these paths, each once, as one batch; none where there are no paths. */
export function purgeUrls(paths: Iterable<string>, { urlsOf }: Deploy): Sent[] {
  const targets = [...new Set(Array.from(paths).flatMap(urlsOf))]
  return targets.length > 0 ? [{ action: 'purge', by: 'files', targets }] : []
}

/** Gives prefixes, each once, as one batch; none where there are none. */
export function purgePrefixes(prefixes: Iterable<string>): Sent[] {
  const targets = [...new Set(prefixes)]
  return targets.length > 0 ? [{ action: 'purge', by: 'prefixes', targets }] : []
}

/** A URL as a prefix is written: `www.example.com/a/b.js`. */
export function withoutScheme(url: string): string {
  return url.slice(url.indexOf('//') + 2)
}
