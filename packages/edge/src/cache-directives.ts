import { headerValue, type HeaderLines } from './header-lines.ts'

/** Directives by lower-case name; a directive without value has an empty one. */
export type Directives = ReadonlyMap<string, string>

/**
 * The headers that tell an edge how long to keep an answer, the strongest first.
 *
 * @see https://developers.cloudflare.com/cache/concepts/cdn-cache-control/
 */
const PRECEDENCE: readonly string[] = [
  'cloudflare-cdn-cache-control',
  'cdn-cache-control',
  'cache-control',
]

/** What the origin said about caching: the strongest header, and whether `Expires` still counts. */
export interface OriginDirectives {
  readonly text: string | undefined
  readonly targeted: boolean
}

/** Picks the header that counts. */
export function originDirectives(lines: HeaderLines): OriginDirectives {
  for (const name of PRECEDENCE) {
    const text = headerValue(lines, name)
    if (text !== undefined) return { text, targeted: name !== 'cache-control' }
  }
  const pragma = headerValue(lines, 'pragma') ?? ''
  return { text: /no-cache/i.test(pragma) ? 'no-cache' : undefined, targeted: false }
}

/** Parses `public, max-age=60, stale-while-revalidate=30`. */
export function parseDirectives(text: string): Directives {
  const pairs = text.split(',').flatMap((part): [string, string][] => {
    const [name = '', value = ''] = part.split('=', 2)
    const key = name.trim().toLowerCase()
    return key === '' ? [] : [[key, value.trim().replaceAll('"', '')]]
  })
  return new Map(pairs)
}

/** Gives a directive's whole seconds, 0 when it is absent or no number. */
export function directiveSeconds(directives: Directives, name: string): number {
  const seconds = Number.parseInt(directives.get(name) ?? '', 10)
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0
}
