import { createMemoryStore, PurgeError } from '@cdn-purge/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { optionsWith } from '../../test/options.ts'
import { normalizeBase, resolveOptions } from './resolve-options.ts'

function problemsOf(options: unknown): string[] {
  try {
    resolveOptions(options, { root: '/project', source: 'vite.config.ts' })
    return []
  } catch (error) {
    if (!(error instanceof PurgeError) || error.code !== 'bad-option') throw error
    return error.message.split('\n').slice(1)
  }
}

const NEEDED = { site: 'https://www.example.com', cloudflare: { zone: 'example.com' } }

test('what is left out has its default', () => {
  const { fingerprinted, ...resolved } = resolveOptions(NEEDED, { root: '/project', source: 'x' })
  expect(fingerprinted).toBeUndefined()
  expect(resolved).toMatchObject({
    root: '/project',
    origins: [{ url: 'https://www.example.com', dir: '', documents: true }],
    cloudflare: { zone: 'example.com', environment: undefined, plan: undefined },
    dirs: [],
    base: undefined,
    bases: new Map(),
    access: {},
    origin: undefined,
    ledger: '/project/.cdn-purge',
    ledgerIsDefault: true,
    marker: 'cdn-purge.json',
    run: 'auto',
    cleanUrls: 'both',
    trailingSlash: 'both',
    fallback: undefined,
    ignore: [],
    variants: undefined,
    tags: undefined,
    trustValidators: false,
    deadlineMs: 60_000,
    collateralBytes: 500,
    onUnknownBaseline: 'site',
    onUrlRefused: 'widen',
    onError: undefined,
    waitForLiveMs: 300_000,
    verify: { documents: Infinity, others: 200, kept: 20 },
    requireProof: false,
    lock: false,
    abandonAfterMs: 86_400_000,
    maxRemoved: 0.05,
  })
})

interface Read {
  readonly name: string
  readonly written: Readonly<Record<string, unknown>>
  readonly resolved: Readonly<Record<string, unknown>>
}

test.for<Read>([
  {
    name: 'an address loses its closing slash',
    written: { site: 'http://localhost:8787/x/' },
    resolved: { origins: [{ url: 'http://localhost:8787/x', dir: '', documents: true }] },
  },
  {
    name: 'several addresses, of which one serves a folder',
    written: {
      site: [
        'https://www.example.com',
        { url: 'https://cdn.example.com', dir: './assets/', documents: false },
      ],
    },
    resolved: {
      origins: [
        { url: 'https://www.example.com', dir: '', documents: true },
        { url: 'https://cdn.example.com', dir: 'assets', documents: false },
      ],
    },
  },
  {
    name: 'folders are below the project',
    written: { dir: ['dist', '/srv/www'], ledger: 'ledger' },
    resolved: {
      dirs: ['/project/dist', '/srv/www'],
      ledger: '/project/ledger',
      ledgerIsDefault: false,
    },
  },
  {
    name: 'one folder may stand alone',
    written: { dir: 'dist' },
    resolved: { dirs: ['/project/dist'] },
  },
  { name: 'a base has slashes', written: { base: 'docs' }, resolved: { base: '/docs/' } },
  {
    name: 'a folder may have a base of its own',
    written: { bases: { 'dist-admin': 'admin' } },
    resolved: { bases: new Map([['/project/dist-admin', '/admin/']]) },
  },
  { name: 'a relative base is the root', written: { base: './' }, resolved: { base: '/' } },
  {
    name: 'a marker of another name',
    written: { marker: './x/b.json' },
    resolved: { marker: 'x/b.json' },
  },
  { name: 'no marker', written: { marker: false }, resolved: { marker: false } },
  {
    name: 'an origin is an address alone',
    written: { origin: 'https://origin.example.com/' },
    resolved: { origin: 'https://origin.example.com' },
  },
  {
    name: 'a way in',
    written: { access: { address: '[::1]:8788', headers: { a: '$B' }, cookie: 'c=d' } },
    resolved: { access: { address: '[::1]:8788', headers: { a: '$B' }, cookie: 'c=d' } },
  },
  {
    name: 'no look at the edge',
    written: { verify: false },
    resolved: { verify: { documents: 0, others: 0, kept: 0 } },
  },
  {
    name: 'a look at some',
    written: { verify: { documents: 5, others: 'all' } },
    resolved: { verify: { documents: 5, others: Infinity, kept: 20 } },
  },
  {
    name: 'one way to write a page',
    written: { cleanUrls: false },
    resolved: { cleanUrls: false },
  },
  {
    name: 'a lock where it may be had',
    written: { lock: true, ledger: '$REDIS_URL' },
    resolved: { lock: true },
  },
  { name: 'nothing at the end of a build', written: { run: false }, resolved: { run: false } },
  {
    name: 'quantities',
    written: { waitForLive: '90s', maxRemoved: '10%' },
    resolved: { waitForLiveMs: 90_000, maxRemoved: 0.1 },
  },
  {
    name: 'an option that is undefined is left out',
    written: { marker: undefined, access: undefined, dir: undefined },
    resolved: { marker: 'cdn-purge.json', access: {}, dirs: [] },
  },
])('$name', ({ written, resolved }) => {
  expect(optionsWith(written)).toMatchObject(resolved)
})

test('a ledger may be a store, and what is fingerprinted a function', () => {
  const store = createMemoryStore()
  const resolved = optionsWith({ ledger: store, fingerprinted: (path: string) => path === 'a' })
  expect(resolved.ledger).toBe(store)
  const { fingerprinted } = resolved
  if (typeof fingerprinted !== 'function') throw new Error('it is no function any more')
  expect([fingerprinted('a'), fingerprinted('b')]).toEqual([true, false])
})

interface Wrong {
  readonly written: Readonly<Record<string, unknown>>
  readonly says: string
}

test.for<Wrong>([
  { written: { site: undefined }, says: '`site` is missing. Write the address' },
  { written: { site: [] }, says: '`site` is an empty list.' },
  {
    written: { site: 'www.example.com' },
    says: '`site` is "www.example.com", but it must be an address',
  },
  { written: { site: 'ftp://example.com' }, says: '`site` is "ftp://example.com"' },
  { written: { site: 'https://example.com/?a' }, says: 'no query, no fragment' },
  { written: { site: 'https://example.com/?' }, says: 'no query, no fragment' },
  { written: { site: ['https://a.test', 7] }, says: '`site[1]` is 7' },
  {
    written: { site: [{ url: 'https://a.test', documents: 'no' }] },
    says: '`site[0].documents` is "no"',
  },
  {
    written: { site: [{ url: 'https://a.test', folder: 'a' }] },
    says: '`site[0].folder` is unknown',
  },
  { written: { cloudflare: undefined }, says: '`cloudflare.zone` is missing' },
  { written: { cloudflare: 'example.com' }, says: '`cloudflare` is "example.com"' },
  { written: { cloudflare: {} }, says: '`cloudflare.zone` is missing' },
  { written: { cloudflare: { zone: '' } }, says: '`cloudflare.zone` is ""' },
  {
    written: { cloudflare: { zone: 'z', plan: 'gold' } },
    says: '`cloudflare.plan` is "gold", but it must be "free", "pro", "business", "enterprise".',
  },
  {
    written: { cloudflare: { zone: 'z', enviroment: 's' } },
    says: '`cloudflare.enviroment` is unknown. Did you mean `cloudflare.environment`?',
  },
  { written: { cleanUrl: true }, says: '`cleanUrl` is unknown. Did you mean `cleanUrls`?' },
  { written: { frobnicate: 1 }, says: '`frobnicate` is unknown.' },
  { written: { base: 'https://cdn.test/' }, says: 'An address of its own belongs into `site`.' },
  { written: { base: '//cdn.test/' }, says: '`base` is "//cdn.test/"' },
  { written: { bases: ['/a/'] }, says: '`bases` is ["/a/"], but it must name folders' },
  { written: { bases: { d: 1 } }, says: '`bases` is {"d":1}, but it must name folders' },
  { written: { bases: { d: '//cdn.test/' } }, says: `\`bases['d']\` is "//cdn.test/"` },
  { written: { base: '/a?b/' }, says: '`base` is "/a?b/"' },
  { written: { base: '' }, says: '`base` is "", but it must be a text that is not empty.' },
  { written: { dir: [''] }, says: '`dir` is [""]' },
  { written: { dir: 7 }, says: '`dir` is 7' },
  { written: { access: 'x' }, says: '`access` is "x"' },
  {
    written: { access: { address: 'http://a.test' } },
    says: '`access.address` is "http://a.test"',
  },
  {
    written: { access: { headers: { a: 1 } } },
    says: '`access.headers` must be an object of texts',
  },
  { written: { access: { cookies: 'a=b' } }, says: 'Did you mean `access.cookie`?' },
  { written: { origin: 'https://a.test/path' }, says: '`origin` is "https://a.test/path"' },
  { written: { marker: '../m.json' }, says: '`marker` is "../m.json"' },
  { written: { marker: 7 }, says: '`marker` is 7' },
  { written: { fallback: 'a//b' }, says: '`fallback` is "a//b"' },
  {
    written: { run: 'never' },
    says: '`run` is "never", but it must be "auto", "build", "deploy", false.',
  },
  { written: { onError: true }, says: '`onError` is true' },
  { written: { waitForLive: 'soon' }, says: '`waitForLive` is "soon", but it must be seconds' },
  { written: { maxRemoved: 5 }, says: '`maxRemoved` is 5, but it must be a share' },
  { written: { verify: 'yes' }, says: '`verify` is "yes"' },
  { written: { verify: { kept: -1 } }, says: '`verify.kept` is -1' },
  { written: { verify: { keep: 1 } }, says: 'Did you mean `verify.kept`?' },
  { written: { lock: true }, says: '`lock` is true, but only a ledger in Redis can be locked.' },
  { written: { lock: true, ledger: 's3://a-bucket' }, says: 'only a ledger in Redis' },
  { written: { ledger: 7 }, says: '`ledger` is 7' },
  { written: { ledger: { get() {} } }, says: '`ledger` is ' },
  { written: { fingerprinted: [/x/] }, says: '`fingerprinted` must be a glob' },
  { written: { requireProof: 'yes' }, says: '`requireProof` is "yes"' },
])('$written is refused', ({ written, says }) => {
  const problems = problemsOf({ ...NEEDED, ...written })
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(says)
})

test('variants are read: which paths have query strings, and headers for which paths', () => {
  const { variants } = optionsWith({
    variants: {
      query: { any: ['search/', '*.json'] },
      headers: [{ headers: { 'CF-Device-Type': 'mobile' }, paths: '**/*.html' }],
    },
  })
  const paths = ['search/index.html', 'a.json', 'a.js', 'b/c.html']
  expect(paths.filter((path) => variants?.hasQueries(path))).toEqual(paths.slice(0, 2))
  const [mobile] = variants?.headers ?? []
  expect(mobile?.headers).toEqual({ 'CF-Device-Type': 'mobile' })
  expect(paths.filter((path) => mobile?.isFor(path))).toEqual(['search/index.html', 'b/c.html'])
})

test('`variants.query` "any" speaks of all paths, and "exact" of nothing that is cached apart', () => {
  expect(optionsWith({ variants: { query: 'any' } }).variants?.hasQueries('a/b.js')).toBe(true)
  expect(optionsWith({ variants: { query: 'exact' } }).variants).toBeUndefined()
})

test('tags are read from globs by tag', () => {
  const { tags } = optionsWith({ tags: { page: '**/*.html', docs: ['docs/'] } })
  expect(tags?.('docs/a.html')).toEqual(['page', 'docs'])
  expect(tags?.('a.js')).toEqual([])
})

test('of the tags that a function gives, what is no tag is left out', () => {
  const { tags } = optionsWith({ tags: (path: string) => [path, 'a b', '', 'x,y', path] })
  expect(tags?.('a.js')).toEqual(['a.js'])
})

test.for<{ readonly written: Readonly<Record<string, unknown>>; readonly says: string }>([
  { written: { variants: 1 }, says: '`variants` must be `{ query?, headers? }`' },
  { written: { variants: { queries: 'any' } }, says: '`variants.queries` is unknown' },
  { written: { variants: { query: 'all' } }, says: '`variants.query` must be "exact", "any"' },
  { written: { variants: { query: { any: '!a' } } }, says: '`variants.query.any` has the glob' },
  { written: { variants: { headers: {} } }, says: '`variants.headers` must be a list' },
  {
    written: { variants: { headers: [{ headers: { a: null } }] } },
    says: '`variants.headers[0]` must be',
  },
  { written: { tags: 'page' }, says: '`tags` must be an object' },
  { written: { tags: { 'a b': '**' } }, says: '`tags` has "a b"' },
  { written: { tags: { page: 1 } }, says: '`tags.page` must be a glob' },
  { written: { trustValidators: 'yes' }, says: '`trustValidators` is "yes"' },
  { written: { deadline: 'soon' }, says: '`deadline` is "soon"' },
  { written: { collateral: '1 KiB' }, says: '`collateral` is "1 KiB"' },
])('$written is refused', ({ written, says }) => {
  expect(problemsOf({ ...NEEDED, ...written })).toEqual([expect.stringContaining(says)])
})

test('every problem is in the one error, with the place of the options', () => {
  const resolve = () =>
    resolveOptions({ cleanUrls: 'yes', runs: 1 }, { root: '/', source: 'vite.config.ts' })
  expect(resolve).toThrow(
    [
      '4 options are not usable in vite.config.ts:',
      '  - `runs` is unknown. Did you mean `run`?',
      '  - `site` is missing. Write the address that visitors use: "https://www.example.com".',
      '  - `cloudflare.zone` is missing. Write `cloudflare: { zone: "example.com" }`.',
      '  - `cleanUrls` is "yes", but it must be true, false.',
    ].join('\n'),
  )
  expect(() => resolveOptions([], { root: '/', source: 'x' })).toThrow('must be an object')
})

test('a password in an address is in no message', () => {
  const problems = problemsOf({
    site: 'https://user:hunter2@example.com',
    cloudflare: { zone: 'z' },
    origin: 'https://user:hunter2@example.com',
    ledger: 'ftp://user:hunter2@example.com/x',
  })
  expect(problems.length).toBeGreaterThanOrEqual(2)
  expect(problems.join('\n')).not.toContain('hunter2')
})

test('a base has one slash at both ends, whatever was written', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[./a-z]{0,8}$/), (base) => {
      const found = normalizeBase(base)
      expect(found).toMatch(/^\/(?:.*[^/]\/)?$/)
      expect(normalizeBase(found)).toBe(found)
    }),
  )
})

test('whatever is given for an option, it is read or refused in words', () => {
  const names = Object.keys({
    ...NEEDED,
    access: 1,
    marker: 1,
    verify: 1,
    dir: 1,
    fallback: 1,
    origin: 1,
    ledger: 1,
    base: 1,
    waitForLive: 1,
  })
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
      problemsOf({ ...NEEDED, [name]: value })
    }),
    { numRuns: 1000 },
  )
})
