/** The parts of a URL that decide which stored response it means. */
export interface SiteUrl {
  /**
   * In lower case, without port: `www.example.com`. A purge and a visit agree whatever port they
   * name.
   */
  readonly host: string
  /** With a leading `/`: `/assets/app.js`. */
  readonly path: string
  /** With its `?`, or empty. */
  readonly query: string
}

const ABSOLUTE_URL = /^https?:\/\/([^/?#\s]+)([^?#]*)(\?[^#]*)?(?:#.*)?$/i
const UNRESERVED = /[\w.~-]/
const NOT_IN_URI = /[^\w.~!$&'()*+,;=:@/%?[\]-]+/g

/** Parses an absolute `http` or `https` URL, or gives nothing when it is none. */
export function parseSiteUrl(text: string, normalize: boolean): SiteUrl | undefined {
  const match = ABSOLUTE_URL.exec(text)
  if (match === null || !URL.canParse(text)) return undefined
  return siteUrl(match[1] ?? '', match[2] || '/', match[3] ?? '', normalize)
}

/** Reads what a visitor asked for from its `Host` header and its request target. */
export function parseVisit(hostHeader: string, target: string, normalize: boolean): SiteUrl {
  // Node hands out the bytes of the request line as Latin-1; browsers send UTF-8.
  const text = Buffer.from(target, 'latin1').toString('utf8')
  const mark = text.indexOf('?')
  const path = mark === -1 ? text : text.slice(0, mark)
  return siteUrl(hostHeader, path, mark === -1 ? '' : text.slice(mark), normalize)
}

/** Gives a host in lower case and without its port. */
export function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '')
}

/**
 * Writes a path as RFC 3986 normalisation does: what may not stand in a URI escaped, needless
 * escapes undone, escapes in upper case, dot segments resolved.
 *
 * @see https://developers.cloudflare.com/rules/normalization/how-it-works/
 */
export function normalizePath(path: string): string {
  return removeDotSegments(normalizeEscapes(path))
}

function siteUrl(host: string, path: string, query: string, normalize: boolean): SiteUrl {
  return normalize
    ? { host: hostName(host), path: normalizePath(path), query: normalizeEscapes(query) }
    : { host: hostName(host), path, query }
}

function normalizeEscapes(text: string): string {
  return text.replace(NOT_IN_URI, escapeBytes).replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCodePoint(Number.parseInt(escape.slice(1), 16))
    return UNRESERVED.test(character) ? character : escape.toUpperCase()
  })
}

function escapeBytes(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('')
}

function removeDotSegments(path: string): string {
  const kept: string[] = []
  const segments = path.split('/').slice(1)
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1
    if (segment === '..') kept.pop()
    if (segment !== '.' && segment !== '..') kept.push(segment)
    else if (last) kept.push('')
  }
  return `/${kept.join('/')}`
}
