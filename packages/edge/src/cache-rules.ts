import type { SiteUrl } from './site-url.ts'

/** What a site's owner may configure about caching, as Cache Rules do. */
export interface CacheRules {
  /**
   * Paths that are cached whatever their extension: all, or those that begin with one of the
   * strings, or match one that holds `*` (which also stands for `/`): `['/docs/', '*.html']`.
   *
   * @default []
   */
  readonly cacheEverything?: true | readonly string[]
  /**
   * Freshness lifetime of successful answers and permanent redirects, instead of what the origin
   * says.
   */
  readonly edgeTtlSeconds?: number
  /** One object for all query strings, for the extensions cached by default. @default false */
  readonly ignoreQueryString?: boolean
  /** Nothing that has a query string is cached. @default false */
  readonly onlyWithoutQueryString?: boolean
  /**
   * Headers that enter the cache key besides the default ones: `['cf-device-type']`.
   *
   * @default []
   */
  readonly keyHeaders?: readonly string[]
  /** Whether `Origin` is in the cache key. @default true */
  readonly originInKey?: boolean
  /**
   * Whether `no-cache`, `max-age=0` and `s-maxage=0` are stored and revalidated instead of not
   * stored.
   *
   * @default true, except on the Enterprise plan
   */
  readonly originCacheControl?: boolean
  /**
   * Whether every header that `Vary` names selects a stored copy; else only `Accept-Encoding`.
   *
   * @default false
   */
  readonly vary?: boolean
  /** Whether paths are normalised before they are compared. @default true */
  readonly normalizeUrls?: boolean
  /**
   * Whether the rules ask for the method GET, so that a purge by URL aims at the default key.
   *
   * @default false
   */
  readonly matchOnlyGet?: boolean
  /** Whether the cache is bypassed, with its content left as it is. @default false */
  readonly developmentMode?: boolean
  /** Answers larger than this are not stored. @default 512 MiB, 5 GiB on the Enterprise plan */
  readonly maxObjectBytes?: number
}

/** The rules with every default filled in. */
export interface ResolvedRules extends Required<Omit<CacheRules, 'edgeTtlSeconds'>> {
  readonly edgeTtlSeconds: number | undefined
}

const MEBIBYTE = 1024 * 1024

/** Fills in the defaults, some of which depend on the zone's plan. */
export function resolveRules(rules: CacheRules, enterprise: boolean): ResolvedRules {
  return {
    cacheEverything: [],
    edgeTtlSeconds: undefined,
    ignoreQueryString: false,
    onlyWithoutQueryString: false,
    originInKey: true,
    originCacheControl: !enterprise,
    vary: false,
    normalizeUrls: true,
    matchOnlyGet: false,
    developmentMode: false,
    maxObjectBytes: (enterprise ? 5 * 1024 : 512) * MEBIBYTE,
    ...rules,
    keyHeaders: (rules.keyHeaders ?? []).map((name) => name.toLowerCase()),
  }
}

/** Says whether a URL may be cached at all, before its answer is known. */
export function isEligible(url: SiteUrl, rules: ResolvedRules): boolean {
  if (rules.developmentMode) return false
  if (rules.onlyWithoutQueryString && url.query !== '') return false
  return hasCachedExtension(url.path) || isCachedByRule(url.path, rules)
}

/** Says whether the extension is one that Cloudflare caches without being told to. */
export function hasCachedExtension(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (path === '/robots.txt') return true
  const dot = name.lastIndexOf('.')
  return dot !== -1 && CACHED_EXTENSIONS.has(name.slice(dot + 1))
}

function isCachedByRule(path: string, rules: ResolvedRules): boolean {
  if (rules.cacheEverything === true) return true
  return rules.cacheEverything.some((pattern) =>
    pattern.includes('*') ? globMatches(pattern, path) : path.startsWith(pattern),
  )
}

function globMatches(pattern: string, path: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`))
    .join('.*')
  return new RegExp(`^${source}$`, 's').test(path)
}

/** @see https://developers.cloudflare.com/cache/concepts/default-cache-behavior/#default-cached-file-extensions */
const CACHED_EXTENSIONS: ReadonlySet<string> = new Set(
  (
    '7z apk avi avif bin bmp bz2 class css csv dmg doc docx ejs eot eps exe flac gif gz ico iso ' +
    'jar jpeg jpg js mid midi mkv mp3 mp4 ogg otf pdf pict pls png ppt pptx ps rar svg svgz swf ' +
    'tar tif tiff ttf webm webp woff woff2 xls xlsx zip zst'
  ).split(' '),
)
