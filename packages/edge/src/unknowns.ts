/**
 * Behaviours of Cloudflare that are not settled, each a switch so that a client can be tried on
 * both sides.
 */
export interface Unknowns {
  /**
   * Whether the prefix `h/foo` also means `/foobar`. The pages say "starts with" but only show
   * whole segments.
   *
   * @default 'string'
   */
  readonly prefixMatch: 'segment' | 'string'
  /** Whether the prefix `h/foo/` also means the object at exactly `/foo`. @default false */
  readonly prefixSlashCoversBare: boolean
  /**
   * Items one request may hold; 30 is what a user still met in 2025. Enterprise `files` stay at
   * 500.
   *
   * @default 100
   */
  readonly maxItems: 100 | 30
  /** Status of a request over the rate limit. @default 429 */
  readonly rateLimitStatus: 429 | 400
  /**
   * Whether answers carry `Ratelimit` and `Ratelimit-Policy`, and refused ones `Retry-After`.
   *
   * @default true
   */
  readonly rateLimitHeaders: boolean
  /**
   * Names of environments that refuse `files` with 1136, as those that select by IP, country, ASN
   * or threat score do. Whether default Staging is one is not known.
   *
   * @default []
   */
  readonly refuseUrlsOn: readonly string[]
  /** What listing the environments of an edge that has none gives. @default 'empty' */
  readonly unversionedListing: 'empty' | 'null' | 'error'
  /**
   * What Production's own ref does at the environment endpoint: it is unknown there, or means the
   * zone and so every environment, or Production alone.
   *
   * @default 'refuse'
   */
  readonly productionRef: 'refuse' | 'zone' | 'production'
  /** Whether tags, hosts and prefixes may stand in one body. @default false */
  readonly mixedKeys: boolean
  /** Whether `files` may stand beside tags, hosts or prefixes. @default false */
  readonly mixedFiles: boolean
  /** Whether an answer asked for before a purge may be stored after it. @default false */
  readonly storeInFlight: boolean
  /** What a ref that no environment has gives. @default 'not-found' */
  readonly unknownEnvironment: 'not-found' | 'forbidden'
}

const DEFAULTS: Unknowns = {
  prefixMatch: 'string',
  prefixSlashCoversBare: false,
  maxItems: 100,
  rateLimitStatus: 429,
  rateLimitHeaders: true,
  refuseUrlsOn: [],
  unversionedListing: 'empty',
  productionRef: 'refuse',
  mixedKeys: false,
  mixedFiles: false,
  storeInFlight: false,
  unknownEnvironment: 'not-found',
}

/** Fills in the defaults. */
export function resolveUnknowns(unknowns: Partial<Unknowns>): Unknowns {
  return { ...DEFAULTS, ...unknowns }
}
