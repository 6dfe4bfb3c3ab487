import type { Dialect } from './dialect.ts'
import { decodePath, pathOfPattern } from './pattern-path.ts'

/** Says whether a request for this path at this host is meant. */
export type Matches = (host: string, path: string) => boolean

/** A piece of a pattern: text, or what stands for text. */
type Token =
  | { readonly kind: 'text'; readonly text: string }
  /** `anything`; `segment` and `label` at least a character, up to the next slash or dot; `below` nothing or a slash and anything. */
  | { readonly kind: 'anything' | 'segment' | 'label' | 'below' | 'slash' }

const PLACEHOLDER = /:[A-Za-z]\w*/g

/**
 * Gives the function that matches a pattern as a host does; undefined where the host takes no such pattern. It ends in a time that
 * grows with the lengths of pattern and path, whatever they hold.
 *
 * @see https://developers.cloudflare.com/pages/configuration/headers/#match-a-path
 * @see https://docs.netlify.com/manage/routing/redirects/redirect-options/
 */
export function compilePattern(pattern: string, dialect: Dialect): Matches | undefined {
  const place = pathOfPattern(pattern)
  if (!place) return undefined
  const { host, path } = place
  if (dialect === 'netlify') {
    const tokens = netlifyTokens(path)
    return (atHost, at) =>
      (host === undefined || host === atHost) && matchTokens(tokens, at.toLowerCase())
  }
  if (isAmbiguous(pattern)) return undefined
  const tokens = cloudflareTokens(path, 'segment')
  const hostTokens = host === undefined ? undefined : cloudflareTokens(host, 'label')
  return (atHost, at) => (!hostTokens || matchTokens(hostTokens, atHost)) && matchTokens(tokens, at)
}

/** Cloudflare makes a named group of each, and drops a rule that has one twice. */
function isAmbiguous(pattern: string): boolean {
  const names = pattern.match(PLACEHOLDER) ?? []
  return pattern.split('*').length > 2 || new Set(names).size < names.length
}

function cloudflareTokens(text: string, placeholder: 'segment' | 'label'): Token[] {
  const tokens: Token[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(/\*|:[A-Za-z]\w*/g)) {
    pushText(tokens, text.slice(from, index))
    tokens.push({ kind: found === '*' ? 'anything' : placeholder })
    from = index + found.length
  }
  pushText(tokens, text.slice(from))
  return tokens
}

/** Whole segments are placeholders, a closing slash is as good as none, and so is the case of letters. */
function netlifyTokens(path: string): Token[] {
  const tokens: Token[] = []
  for (const part of path.toLowerCase().split('/')) {
    if (part === '') continue
    if (part === '*') {
      tokens.push({ kind: 'below' })
      continue
    }
    pushText(tokens, '/')
    if (part.startsWith(':')) tokens.push({ kind: 'segment' })
    else {
      for (const [index, text] of part.split('*').entries()) {
        if (index > 0) tokens.push({ kind: 'anything' })
        pushText(tokens, text)
      }
    }
  }
  // Behind everything there is no slash to be left out.
  if (tokens.at(-1)?.kind !== 'below') tokens.push({ kind: 'slash' })
  return tokens
}

function pushText(tokens: Token[], text: string): void {
  if (text === '') return
  const last = tokens.at(-1)
  const decoded = decodePath(text)
  if (last?.kind === 'text') tokens[tokens.length - 1] = { kind: 'text', text: last.text + decoded }
  else tokens.push({ kind: 'text', text: decoded })
}

/** Follows all places in the text that the tokens so far may have led to, so nothing is tried twice. */
function matchTokens(tokens: readonly Token[], text: string): boolean {
  const [first] = tokens
  if (first?.kind === 'text' && !text.startsWith(first.text)) return false
  let places = [0]
  const last = tokens.at(-1)
  for (const token of tokens) {
    if (token === last && token.kind === 'anything') return true
    if (token === last && token.kind === 'below') {
      return places.some((at) => at === text.length || text[at] === '/')
    }
    places = follow(token, places, text)
    if (places.length === 0) return false
  }
  return places.at(-1) === text.length
}

/** Gives where a token may end that begins at one of `places`, in order. */
function follow(token: Token, places: readonly number[], text: string): number[] {
  const [lowest = 0] = places
  switch (token.kind) {
    case 'text':
      return places.flatMap((at) =>
        text.startsWith(token.text, at) ? [at + token.text.length] : [],
      )
    case 'anything':
      return rangeFrom(lowest, text.length)
    case 'below': {
      const slash = places.find((at) => text[at] === '/')
      if (slash === undefined) return [...places]
      return [...places.filter((at) => at <= slash), ...rangeFrom(slash + 1, text.length)]
    }
    case 'slash': {
      const ends = new Set(places)
      for (const at of places) if (text[at] === '/') ends.add(at + 1)
      return [...ends].toSorted((a, b) => a - b)
    }
    case 'segment':
    case 'label': {
      const starts = new Set(places)
      const ends: number[] = []
      let isInRun = false
      for (let at = lowest; at < text.length; at++) {
        isInRun = (isInRun || starts.has(at)) && isInside(token.kind, text[at])
        if (isInRun) ends.push(at + 1)
      }
      return ends
    }
    default: {
      const never: never = token
      return never
    }
  }
}

function isInside(kind: 'segment' | 'label', character: string | undefined): boolean {
  return character !== '/' && !(kind === 'label' && character === '.')
}

function rangeFrom(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
