import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { siteWith, type SmallBuild } from '../../test/builds.ts'
import { ruledManifestOf } from '../../test/ruled-builds.ts'
import { createUrls } from '../site/urls.ts'
import { diff, type Change } from './diff.ts'
import { withRuleChanges } from './rule-changes.ts'

const ORIGIN = 'https://www.example.com'
const FILES: SmallBuild = {
  'a.html': '1',
  'b/index.html': '1',
  'b/c.js': '1',
  'd-1a2b3c4d.js': '#1',
}
const URLS = Object.keys(FILES).flatMap(createUrls(siteWith()))

/** Patterns with what they are to each host, written down again by hand. */
const PATTERNS: readonly (readonly [pattern: string, cloudflare: RegExp, netlify: RegExp])[] = [
  ['/*', /^\/.*$/, /^(?:\/.*)?$/],
  ['/b/*', /^\/b\/.*$/, /^\/b(?:\/.*)?$/i],
  ['/b/c.js', /^\/b\/c\.js$/, /^\/b\/c\.js\/?$/i],
  ['/B/c.js', /^\/B\/c\.js$/, /^\/b\/c\.js\/?$/i],
  ['/*.js', /^\/.*\.js$/, /^\/.*\.js\/?$/i],
  ['/:any', /^\/[^/]+$/, /^\/[^/]+\/?$/],
  ['/:any/c.js', /^\/[^/]+\/c\.js$/, /^\/[^/]+\/c\.js\/?$/i],
  ['/a', /^\/a$/, /^\/a\/?$/i],
  ['/a.html', /^\/a\.html$/, /^\/a\.html\/?$/i],
  ['/x/y', /^\/x\/y$/, /^\/x\/y\/?$/i],
]

const patterns = fc.constantFrom(...PATTERNS)

interface Block {
  readonly pattern: (typeof PATTERNS)[number]
  readonly lines: readonly (readonly [name: string, value: string])[]
}

const blocks: fc.Arbitrary<readonly Block[]> = fc.array(
  fc.record({
    pattern: patterns,
    lines: fc.array(fc.tuple(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2', '!')), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
  { maxLength: 4 },
)

/** Lists that have much in common. */
const twice = <T>(lists: fc.Arbitrary<readonly T[]>) =>
  fc
    .tuple(lists, lists, fc.nat(4), fc.boolean())
    .map(
      ([one, other, at, mixed]) => [one, mixed ? [...one.slice(0, at), ...other] : other] as const,
    )

function headersText(some: readonly Block[]): string {
  return some
    .map(({ pattern: [pattern], lines }) =>
      [
        pattern,
        ...lines.map(([name, value]) => (value === '!' ? ` ! ${name}` : ` ${name}: ${value}`)),
      ].join('\n'),
    )
    .join('\n')
}

/** What an answer has by these rules, as each host does it, step by step. */
function naiveHeaders(some: readonly Block[], path: string): string {
  const [cloudflare, netlify] = [new Map<string, string[]>(), new Map<string, string[]>()]
  for (const {
    pattern: [, onCloudflare, onNetlify],
    lines,
  } of some) {
    if (onCloudflare.test(path)) {
      for (const [name, value] of lines) if (value === '!') cloudflare.set(name, ['gone'])
    }
    for (const [name, value] of lines) {
      if (value === '!') continue
      if (onCloudflare.test(path)) {
        cloudflare.set(name, [
          ...(cloudflare.get(name) ?? []).filter((each) => each !== 'gone'),
          value,
        ])
      }
      if (onNetlify.test(path)) netlify.set(name, [...(netlify.get(name) ?? []), value])
    }
  }
  const show = (all: Map<string, string[]>) =>
    [...all]
      .map(([name, values]) => `${name}: ${values.join(', ')}`)
      .toSorted()
      .join('; ')
  return `${show(cloudflare)} | ${show(netlify)}`
}

function changesOf(before: SmallBuild, after: SmallBuild): readonly Change[] {
  const [old, next] = [ruledManifestOf(before), ruledManifestOf(after)]
  const changes = diff([old], next)
  return withRuleChanges({ changes, baseline: [old], next, site: siteWith() }).changes
}

const urlsOfPath = createUrls(siteWith())
const urlsOf = ({ urls, path }: Change) => urls ?? urlsOfPath(path)

test('exactly the URLs with other headers change', () => {
  fc.assert(
    fc.property(twice(blocks), ([before, after]) => {
      const found = changesOf(
        { ...FILES, _headers: headersText(before) },
        { ...FILES, _headers: headersText(after) },
      )
      const urls = found.filter(({ kind }) => kind === 'headers').flatMap(urlsOf)
      const expected = URLS.filter((url) => {
        const { pathname } = new URL(url)
        return naiveHeaders(before, pathname) !== naiveHeaders(after, pathname)
      })
      expect(urls.toSorted()).toEqual(expected.toSorted())
    }),
    { numRuns: 1_500 },
  )
}, 60_000)

interface Line {
  readonly pattern: (typeof PATTERNS)[number]
  readonly to: string
  readonly status: string
}

const lines: fc.Arbitrary<readonly Line[]> = fc.array(
  fc.record({
    pattern: patterns,
    to: fc.constantFrom('/to', '/other', '/b/:splat'),
    status: fc.constantFrom('301', '302', '301!', '404', '302 Country=de'),
  }),
  { maxLength: 4 },
)

function redirectsText(some: readonly Line[]): string {
  return some.map(({ pattern: [pattern], to, status }) => `${pattern} ${to} ${status}`).join('\n')
}

/** What a request comes to by these rules, as each host does it, step by step. */
function naiveRedirects(some: readonly Line[], path: string, isFile: boolean): string {
  const said = ({ pattern: [pattern], to, status }: Line) =>
    `${to} ${status.replace('!', '')} ${to.includes(':splat') && pattern.includes('*') ? pattern : ''}`
  const cloudflare = some.find(
    ({ pattern: [, matches], status }) => /^30[12]$/.test(status) && matches.test(path),
  )
  const netlify = new Set<string>()
  for (const line of some) {
    if (!line.pattern[2].test(path) || (isFile && !line.status.endsWith('!'))) continue
    netlify.add(said(line))
    if (!line.status.includes('=')) break
  }
  return `${cloudflare ? said(cloudflare) : ''} | ${[...netlify].join('; ')}`
}

/** Of files and of nothing. */
const PROBES = [
  ...URLS,
  ...['/x/y', '/x/y/', '/x/z', '/b/z/', '/z', '/z.js', '/q/c.js'].map((path) => ORIGIN + path),
]

/** As a static host finds it: under each address that the model has, and with another slash at the end. */
function liesAt(url: string): boolean {
  return URLS.includes(url) || URLS.includes(`${url}/`) || URLS.includes(url.replace(/\/$/, ''))
}

test('every URL that is redirected otherwise goes, and no other unless a wildcard reaches it', () => {
  fc.assert(
    fc.property(twice(lines), ([before, after]) => {
      const found = changesOf(
        { ...FILES, _redirects: redirectsText(before) },
        { ...FILES, _redirects: redirectsText(after) },
      ).filter(({ kind }) => kind === 'redirect')
      const urls = new Set(found.flatMap(urlsOf))
      const below = found.flatMap((change) => change.below ?? [])
      for (const url of PROBES) {
        const { pathname } = new URL(url)
        const [was, is] = [before, after].map((some) => naiveRedirects(some, pathname, liesAt(url)))
        const isReached = urls.has(url) || below.some((folder) => `${url}/`.startsWith(folder))
        if (was !== is) expect({ url, isReached }).toEqual({ url, isReached: true })
        else if (!below.some((folder) => `${url}/`.startsWith(folder)))
          expect(urls).not.toContain(url)
      }
    }),
    { numRuns: 1_500 },
  )
}, 60_000)

test('rules that do not change reach nothing', () => {
  fc.assert(
    fc.property(blocks, lines, (some, more) => {
      const [headers, redirects] = [headersText(some), redirectsText(more)]
      const rules = { _headers: headers, _redirects: redirects }
      const commented = { _headers: `# new\n${headers}`, _redirects: `# new\n${redirects}` }
      const kinds = changesOf({ ...FILES, ...rules }, { ...FILES, ...commented }).map(
        ({ kind }) => kind,
      )
      expect(kinds.filter((kind) => kind === 'headers' || kind === 'redirect')).toEqual([])
    }),
  )
}, 60_000)
