import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasPrefix } from './purge-selector.ts'
import { parseSiteUrl, type SiteUrl } from './site-url.ts'

interface Case {
  prefix: string
  url: string
  string: boolean
  segment: boolean
  covering?: boolean
}

function parse(text: string): SiteUrl {
  const url = parseSiteUrl(`http://${text}`, true)
  if (url === undefined) throw new Error(`"${text}" is no URL.`)
  return url
}

test.for<Case>([
  { prefix: 'h/foo', url: 'h/foo', string: true, segment: true },
  { prefix: 'h/foo', url: 'h/foo?a=1', string: true, segment: true },
  { prefix: 'h/foo', url: 'h/foo/bar', string: true, segment: true },
  { prefix: 'h/foo', url: 'h/foobar', string: true, segment: false },
  { prefix: 'h/app.js', url: 'h/app.js.map', string: true, segment: false },
  { prefix: 'h/foo/', url: 'h/foo', string: false, segment: false, covering: true },
  { prefix: 'h/foo/', url: 'h/foobar', string: false, segment: false },
  { prefix: 'h/foo/', url: 'h/foo/', string: true, segment: true },
  { prefix: 'h/foo/', url: 'h/foo/bar', string: true, segment: true },
  { prefix: 'h/Foo', url: 'h/foo', string: false, segment: false },
  { prefix: 'h', url: 'h/anything', string: true, segment: true },
  { prefix: 'h', url: 'other/anything', string: false, segment: false },
  { prefix: 'H:8787/foo', url: 'h/foo', string: true, segment: true },
])('$prefix and $url', ({ prefix, url, string, segment, covering }) => {
  const has = (prefixMatch: 'string' | 'segment', prefixSlashCoversBare: boolean): boolean =>
    hasPrefix(parse(url), parse(prefix), { prefixMatch, prefixSlashCoversBare })
  expect(has('string', false)).toBe(string)
  expect(has('segment', false)).toBe(segment)
  expect(has('string', true)).toBe(covering ?? string)
})

test('matching by segment never takes more than matching by string, and the full path always takes itself', () => {
  const path = fc
    .array(fc.constantFrom('a', 'b', 'ab', ''), { maxLength: 4 })
    .map((segments) => `/${segments.join('/')}`)
  fc.assert(
    fc.property(path, path, fc.constantFrom('', '?q'), (prefixPath, urlPath, query) => {
      const prefix = { host: 'h', path: prefixPath, query: '' }
      const url = { host: 'h', path: urlPath, query }
      const unknowns = { prefixSlashCoversBare: false }
      const bySegment = hasPrefix(url, prefix, { ...unknowns, prefixMatch: 'segment' })
      const byString = hasPrefix(url, prefix, { ...unknowns, prefixMatch: 'string' })
      if (bySegment) expect(byString).toBe(true)
      if (prefixPath === urlPath) expect(bySegment).toBe(true)
    }),
  )
})
