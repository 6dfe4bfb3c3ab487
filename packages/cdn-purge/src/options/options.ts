import type { SiteOrigin, Store, Variants } from '@cdn-purge/core'
import type { StorageDriver } from '../stores/unstorage.ts'

/** One address of the site, where there are several. */
export interface SiteEntry {
  /** Where visitors reach this part: `https://cdn.example.com/static`. */
  readonly url: string
  /**
   * The folder of the build that is served right at `url`, `.` for all of it; `base` does not apply to it.
   *
   * @default the whole build, below `base`
   */
  readonly dir?: string
  /**
   * False where this address serves no HTML.
   *
   * @default true
   */
  readonly documents?: boolean
}

export interface CloudflareOptions {
  /** Name or id: `example.com`. */
  readonly zone: string
  /**
   * Name or id of an environment of Version Management: `staging`.
   *
   * @default production, which is purged through the zone and so reaches every environment
   */
  readonly environment?: string
  /**
   * The zone's plan, for its limits.
   *
   * @default read from the API where the token may, else `free`; an environment implies `enterprise`
   */
  readonly plan?: PlanName
}

export type PlanName = 'free' | 'pro' | 'business' | 'enterprise'

/** How a request reaches the environment. */
export interface AccessOptions {
  /** Address of the edge that selects the environment, a port if it is not the site's own: `203.0.113.7`, `127.0.0.1:8788`. */
  readonly address?: string
  /** Sent with every question; a value `$NAME` is taken from the environment: `{ 'cf-access-client-secret': '$CF_ACCESS_SECRET' }`. */
  readonly headers?: Readonly<Record<string, string>>
  /** Cookie that selects the environment: `development=true`. */
  readonly cookie?: string
}

/** Copies of one URL that are cached apart. */
export interface VariantOptions {
  /**
   * Whether a URL is purged alone (`exact`) or under all query strings (`any`, or `{ any: globs }` for some paths), by prefix. A URL
   * purged alone keeps its cached copies under query strings (`/?utm_source=mail`).
   *
   * @default 'exact'
   */
  readonly query?: 'exact' | 'any' | { readonly any: string | readonly string[] }
  /** Sets of request headers that are part of the cache key: `[{ headers: { 'CF-Device-Type': 'mobile' }, paths: 'shop/**' }]`. */
  readonly headers?: readonly HeaderVariantOptions[]
}

export interface HeaderVariantOptions {
  /** As the copy was stored under them: `{ 'accept-language': 'de' }`. */
  readonly headers: Readonly<Record<string, string>>
  /**
   * Globs of the paths that have such copies.
   *
   * @default all paths
   */
  readonly paths?: string | readonly string[]
}

/** `{ docs: 'docs/**' }`, or a function: `(path) => ['page']`. */
export type PathTags =
  | Readonly<Record<string, string | readonly string[]>>
  | ((path: string) => readonly string[])

/** How many URLs are fetched through the edge after a purge and compared with the build. */
export interface VerifyOptions {
  /** HTML pages that were purged. @default 'all' */
  readonly documents?: number | 'all'
  /** Other URLs that were purged. @default 200 */
  readonly others?: number
  /** Stable URLs that were not purged: only they can show a build that nobody recorded. @default 20 */
  readonly kept?: number
}

/** What a user may write: everything but `site` and `cloudflare.zone` may be left out. */
export interface Options {
  /** Where visitors reach the site: `https://www.example.com`, several addresses as a list. */
  readonly site: string | readonly (string | SiteEntry)[]
  readonly cloudflare: CloudflareOptions
  /**
   * The output folder, or several that are served as one.
   *
   * @default from the bundler
   */
  readonly dir?: string | readonly string[]
  /**
   * URL prefix of the build: `/docs/`.
   *
   * @default from the bundler, else `/`
   */
  readonly base?: string
  /** URL prefixes of folders in `dir` that have one of their own: `{ 'dist-admin': '/admin/' }`. */
  readonly bases?: Readonly<Record<string, string>>
  readonly access?: AccessOptions
  /**
   * Where to ask what is live, past the cache: `https://origin.example.com`; the site's `Host` is kept.
   *
   * @default the site itself, with a unique query string
   */
  readonly origin?: string
  /**
   * Where deploys are recorded: a folder, `s3://bucket/prefix`, `r2://bucket/prefix`, `redis://host:6379/0`, `$NAME` for a place
   * that stands in the environment, a driver of `unstorage` as `{ driver }`, or a `Store`.
   *
   * @default '.cdn-purge'
   */
  readonly ledger?: string | Store | StorageDriver | { readonly driver: StorageDriver }
  /**
   * Name of the file that tells which build is live, or false for none.
   *
   * @default 'cdn-purge.json'
   */
  readonly marker?: string | boolean
  /**
   * What the plugin does at the end of a build: record and, where the build is already live, purge (`auto`); record only
   * (`build`); record and purge (`deploy`); nothing (false).
   *
   * @default 'auto'
   */
  readonly run?: 'auto' | 'build' | 'deploy' | false
  /**
   * Whether `/a` serves `a.html` (true) or `/a.html` does (false).
   *
   * @default both are purged
   */
  readonly cleanUrls?: boolean
  /**
   * Whether `/a/` serves `a/index.html` (true) or `/a` does (false).
   *
   * @default both are purged
   */
  readonly trailingSlash?: boolean
  /** Document that answers for unknown paths, as in single-page apps: `index.html`. */
  readonly fallback?: string
  /**
   * Which paths carry a hash of their content in the name: globs, or a function.
   *
   * @default from the bundler, else by pattern
   */
  readonly fingerprinted?: string | readonly string[] | ((path: string) => boolean)
  /** Globs of files that are not deployed. */
  readonly ignore?: string | readonly string[]
  /** Copies that are cached apart from that of the URL alone. */
  readonly variants?: VariantOptions
  /** Cache tags that the server already sends: globs of the paths by tag, or a function that gives the tags of a path. */
  readonly tags?: PathTags
  /**
   * True where the origin's `ETag`s follow the content: prefixes, hosts and tags that touch unchanged copies then only mark them stale.
   *
   * @default false
   */
  readonly trustValidators?: boolean
  /**
   * In what time a purge is to end at the documented rate: seconds, or `'90s'`, `'5m'`. Prefixes get wider for it where exact URLs do not reach.
   *
   * @default '60s'
   */
  readonly deadline?: number | string
  /**
   * What marking an unchanged copy stale counts for when targets are chosen: bytes, or `'0.5kB'`.
   *
   * @default '0.5kB'
   */
  readonly collateral?: number | string
  /**
   * What is purged when nothing certain is known of what the edge holds: the whole `site`, every `stable` URL, or nothing (`fail`).
   *
   * @default 'site'
   */
  readonly onUnknownBaseline?: 'site' | 'stable' | 'fail'
  /**
   * What happens where the environment refuses exact URLs: prefixes and hosts (`widen`), or nothing (`fail`).
   *
   * @default 'widen'
   */
  readonly onUrlRefused?: 'widen' | 'fail'
  /**
   * Whether a failure of the plugin fails the build.
   *
   * @default `fail` when it purges, `warn` when it only records
   */
  readonly onError?: 'fail' | 'warn'
  /**
   * How long to wait until the new build is live: seconds, or `'5m'`, `'90s'`.
   *
   * @default '5m'
   */
  readonly waitForLive?: number | string
  /** What is checked through the edge after a purge; false checks nothing, and the result is unproven. */
  readonly verify?: VerifyOptions | boolean
  /**
   * Exit 1 where a run could not prove that nothing stale is left.
   *
   * @default false
   */
  readonly requireProof?: boolean
  /**
   * Whether runs of one environment wait for each other, where the ledger is in Redis. Two at once are right without it.
   *
   * @default false
   */
  readonly lock?: boolean
  /**
   * Age from which a deploy that never ended counts as given up: seconds, or `'24h'`.
   *
   * @default '24h'
   */
  readonly abandonAfter?: number | string
  /**
   * Share of stable paths that a build may lose before it looks broken: `0.05` or `'5%'`.
   *
   * @default '5%'
   */
  readonly maxRemoved?: number | string
}

/** What the code reads: nothing optional that has a default. */
export interface ResolvedOptions {
  /** Absolute: what relative paths are resolved against. */
  readonly root: string
  readonly origins: readonly SiteOrigin[]
  readonly cloudflare: {
    readonly zone: string
    readonly environment: string | undefined
    readonly plan: PlanName | undefined
  }
  /** Absolute; empty where only the bundler knows. */
  readonly dirs: readonly string[]
  /** With a slash at both ends; undefined where only the bundler knows. */
  readonly base: string | undefined
  /** By absolute folder, with a slash at both ends: what overrules `base` there. */
  readonly bases: ReadonlyMap<string, string>
  readonly access: AccessOptions
  readonly origin: string | undefined
  /** An absolute folder, an address without credentials, `$NAME`, or a store. */
  readonly ledger: string | Store
  /** True where nobody chose the ledger. */
  readonly ledgerIsDefault: boolean
  readonly marker: string | false
  readonly run: 'auto' | 'build' | 'deploy' | false
  readonly cleanUrls: boolean | 'both'
  readonly trailingSlash: boolean | 'both'
  readonly fallback: string | undefined
  readonly fingerprinted: readonly string[] | ((path: string) => boolean) | undefined
  readonly ignore: readonly string[]
  /** Undefined where nothing is cached apart. */
  readonly variants: Variants | undefined
  readonly tags: ((path: string) => readonly string[]) | undefined
  readonly trustValidators: boolean
  readonly deadlineMs: number
  readonly collateralBytes: number
  readonly onUnknownBaseline: 'site' | 'stable' | 'fail'
  readonly onUrlRefused: 'widen' | 'fail'
  readonly onError: 'fail' | 'warn' | undefined
  readonly waitForLiveMs: number
  readonly verify: {
    readonly documents: number
    readonly others: number
    readonly kept: number
  }
  readonly requireProof: boolean
  readonly lock: boolean
  readonly abandonAfterMs: number
  readonly maxRemoved: number
}
