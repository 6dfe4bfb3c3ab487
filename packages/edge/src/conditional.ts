import { headerValue, withoutHeaders, type HeaderLines } from './header-lines.ts'

/** What a visitor sends to get less than the whole; the edge asks the origin for the whole. */
const CONDITIONS: readonly string[] = [
  'if-none-match',
  'if-modified-since',
  'if-match',
  'if-unmodified-since',
  'if-range',
  'range',
]

/** Leaves out the visitor's conditions, so that the answer can be stored. */
export function unconditional(headers: HeaderLines): HeaderLines {
  return withoutHeaders(headers, CONDITIONS)
}

/**
 * Adds conditions that ask whether a stored answer still holds; the same headers if it has no
 * validator.
 */
export function revalidating(headers: HeaderLines, stored: HeaderLines): HeaderLines {
  const etag = headerValue(stored, 'etag')
  const modified = headerValue(stored, 'last-modified')
  return [
    ...unconditional(headers),
    ...(etag === undefined ? [] : [['if-none-match', etag] as const]),
    ...(modified === undefined ? [] : [['if-modified-since', modified] as const]),
  ]
}

/** Says whether the visitor's copy is the one it would get. */
export function isNotModified(request: HeaderLines, answer: HeaderLines): boolean {
  const wanted = headerValue(request, 'if-none-match')
  if (wanted !== undefined) {
    const etag = headerValue(answer, 'etag')
    return wanted
      .split(',')
      .some((tag) => tag.trim() === '*' || (etag !== undefined && weak(tag) === weak(etag)))
  }
  const since = Date.parse(headerValue(request, 'if-modified-since') ?? '')
  return Date.parse(headerValue(answer, 'last-modified') ?? '') <= since
}

/** Puts the headers of a 304 over those stored, except what describes the body. */
export function refreshedHeaders(stored: HeaderLines, fresh: HeaderLines): HeaderLines {
  const update = withoutHeaders(fresh, ['content-length', 'content-encoding', 'content-range'])
  const updated = new Set(update.map(([name]) => name.toLowerCase()))
  // An old `Age` belongs to the old answer even if the 304 has none.
  return [...withoutHeaders(stored, [...updated, 'age']), ...update]
}

function weak(etag: string): string {
  return etag.trim().replace(/^W\//, '')
}
