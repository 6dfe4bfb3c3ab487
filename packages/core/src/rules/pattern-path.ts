/** Where a pattern of a rule applies. */
export interface PatternPlace {
  /** In lower case, without port; undefined where it is any host. May hold placeholders. */
  readonly host: string | undefined
  /** With its leading slash, encoded, wildcards as they stand: `/blog/*`. */
  readonly path: string
}

/** Longer ones no host takes. */
export const MAX_PATTERN = 2_048

/** Parts a pattern into host and path; undefined where it is neither an address nor a path. */
export function pathOfPattern(pattern: string): PatternPlace | undefined {
  if (pattern.length > MAX_PATTERN) return undefined
  const [, host, below = ''] = /^https?:\/\/([^/]+)(.*)$/is.exec(pattern) ?? []
  const written = host === undefined ? pattern : below || '/'
  if (!written.startsWith('/')) return undefined
  // Most need no parsing, and to find that out is far cheaper.
  const atHost = host?.toLowerCase().replace(/:\d+$/, '')
  if (/^\/[\w.~*:/-]*$/.test(written) && !written.includes('/.')) {
    return { host: atHost, path: written }
  }
  // The authority is given, as `//x` would be one otherwise.
  const url = `http://localhost${written}`
  if (!URL.canParse(url)) return undefined
  return { host: atHost, path: new URL(url).pathname }
}

/** Gives a path as people read it; what is no encoded text stays as it is. */
export function decodePath(path: string): string {
  return path.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })
}

/** True where a pattern means one path only. */
export function isExact(pattern: string): boolean {
  return !WILDCARD.test(pathOfPattern(pattern)?.path ?? '')
}

/** Gives the folder below which everything lies that a pattern may match: `/files/` of `/files/*.pdf`. */
export function folderOf(pattern: string): string {
  const path = pathOfPattern(pattern)?.path ?? '/'
  const end = path.search(WILDCARD)
  return path.slice(0, path.lastIndexOf('/', end < 0 ? undefined : end) + 1)
}

/** What either host takes for one. */
const WILDCARD = /\*|:\w/

/** Says whether a template names anything that the pattern catches: `/news/:splat` of `/blog/*`. */
export function namesCapture(template: string, pattern: string): boolean {
  const caught = new Set(Array.from(pattern.matchAll(NAME), ([, name]) => name))
  if (pattern.includes('*')) caught.add('splat')
  return Array.from(template.matchAll(NAME)).some(([, name]) => caught.has(name))
}

const NAME = /:([A-Za-z]\w*)/g
