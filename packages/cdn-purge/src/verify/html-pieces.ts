/** One attribute of a start tag, its name in lower case, its value as it stands in the source. */
export interface HtmlAttribute {
  readonly name: string
  /** `''` where it has none: `defer` and `defer=""` mean the same. */
  readonly value: string
}

/** A part of a page's source; all parts in order are the whole of it. */
export type HtmlPiece =
  /** Text, comments, doctypes and end tags, as they stand in the source. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'end'; readonly name: string; readonly text: string }
  | {
      readonly kind: 'start'
      readonly name: string
      readonly attributes: readonly HtmlAttribute[]
      readonly selfClosing: boolean
      /** What a script or a style sheet holds, its end tag left out; undefined for other elements. */
      readonly raw: string | undefined
    }

/** Elements whose content is no markup. */
const RAW = new Set(['script', 'style', 'textarea', 'title'])

/** Splits a page's source at its tags and comments, in one pass. What is no markup of HTML is text. */
export function htmlPieces(source: string): HtmlPiece[] {
  const pieces: HtmlPiece[] = []
  let at = 0
  while (at < source.length) {
    const open = source.indexOf('<', at)
    if (open === -1) break
    const end = endOfMarkup(source, open)
    if (end === undefined) break
    if (open > at) pieces.push({ kind: 'text', text: source.slice(at, open) })
    const piece = readMarkup(source.slice(open, end))
    at = end
    if (piece.kind === 'start' && RAW.has(piece.name)) {
      const close = new RegExp(`</${piece.name}`, 'gi')
      close.lastIndex = at
      const stop = close.exec(source)?.index ?? source.length
      pieces.push({ ...piece, raw: source.slice(at, stop) })
      at = stop
    } else pieces.push(piece)
  }
  if (at < source.length) pieces.push({ kind: 'text', text: source.slice(at) })
  return pieces
}

/** Where the tag or comment that begins at `open` ends; undefined where it never does, and all that follows is text. */
function endOfMarkup(source: string, open: number): number | undefined {
  if (source.startsWith('<!--', open)) {
    const close = source.indexOf('-->', open + 4)
    return close === -1 ? undefined : close + 3
  }
  if (!/[A-Za-z/!?]/.test(source.charAt(open + 1))) return open + 1
  let quote = ''
  for (let at = open + 1; at < source.length; at++) {
    const char = source.charAt(at)
    if (quote !== '') quote = char === quote ? '' : quote
    else if (char === '>') return at + 1
    // A quote opens a value only right after its `=`.
    else if (
      (char === '"' || char === "'") &&
      /=\s*$/.test(source.slice(Math.max(open, at - 8), at))
    )
      quote = char
  }
  return undefined
}

function readMarkup(text: string): HtmlPiece {
  if (text.startsWith('<!--')) return { kind: 'comment', text }
  const [, closing = '', name = '', inside = ''] =
    /^<(\/?)([A-Za-z][^\s/>]*)([\s\S]*)>$/.exec(text) ?? []
  if (name === '') return { kind: 'text', text }
  if (closing === '/') return { kind: 'end', name: name.toLowerCase(), text }
  return {
    kind: 'start',
    name: name.toLowerCase(),
    attributes: readAttributes(inside),
    selfClosing: /\/\s*$/.test(inside),
    raw: undefined,
  }
}

function readAttributes(inside: string): HtmlAttribute[] {
  const pattern = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g
  return Array.from(inside.matchAll(pattern), ([, name = '', double, single, bare]) => ({
    name: name.toLowerCase(),
    value: double ?? single ?? bare ?? '',
  }))
}
