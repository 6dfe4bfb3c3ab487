import { expect, test } from 'vitest'
import { siteWith } from '../../test/builds.ts'
import { diff } from '../changes/diff.ts'
import { createManifest } from '../manifest/manifest.ts'
import { plan, type PlanOptions } from './plan.ts'
import type { Plan } from './plan-format.ts'
import { keptAssets } from '../planner/kept-assets.ts'
import type { RateLimits } from '../planner/rate-limits.ts'
import type { FileTarget } from '../purger.ts'
import type { Site } from '../site/site.ts'

/** path → size and bytes; unchanged where both builds have the same. */
type Sized = Readonly<Record<string, readonly [size: number, bytes: string]>>

/** Takes a second for each request by key. */
const RATES: RateLimits = {
  keys: { perSecond: 1, bucket: 0, maxPerRequest: 100 },
  files: { urlsPerSecond: 100, maxPerRequest: 100 },
}

interface Case {
  readonly name: string
  readonly before: Sized
  readonly after: Sized
  readonly site?: Partial<Site>
  readonly options?: Partial<PlanOptions>
  /** `<action> <by>: <targets>`, targets without `https://`. */
  readonly requests: readonly string[]
  readonly notes?: readonly string[]
  /** Unchanged URLs that may be purged, and that may be marked stale. */
  readonly along?: readonly [number, number]
}

const REFUSING = { limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: false } }
const APP: Partial<Site> = { fallback: 'index.html', cleanUrls: false }

/** An app whose document changed, among files that did not. */
const APP_BEFORE: Sized = {
  'index.html': [10, 'old'],
  'api.json': [500, 'same'],
  'img.png': [9_000, 'same'],
}
const APP_AFTER: Sized = { ...APP_BEFORE, 'index.html': [10, 'new'] }

test.for<Case>([
  {
    name: 'paths that are cached under any query string go by their full path as a prefix',
    before: { 'a.js': [1, 'old'], 'b.js': [1, 'old'] },
    after: { 'a.js': [1, 'new'], 'b.js': [1, 'new'] },
    options: { variants: { hasQueries: (path) => path === 'a.js', headers: [] } },
    requests: ['purge files: www.example.com/b.js', 'purge prefixes: www.example.com/a.js'],
    notes: ['query-strings'],
  },
  {
    name: 'a new path has no old copies under query strings',
    before: { 'a.js': [1, 'old'] },
    after: { 'a.js': [1, 'new'], 'b.js': [1, 'new'] },
    options: { variants: { hasQueries: (path) => path === 'a.js', headers: [] } },
    requests: ['purge files: www.example.com/b.js', 'purge prefixes: www.example.com/a.js'],
  },
  {
    name: 'where no path is cached by query string nothing is said of them',
    before: { 'a.js': [1, 'old'] },
    after: { 'a.js': [1, 'new'] },
    options: { variants: { hasQueries: () => false, headers: [] } },
    requests: ['purge files: www.example.com/a.js'],
  },
  {
    name: 'header variants are targets of their own',
    before: { 'a.js': [1, 'old'], 'b.js': [1, 'old'] },
    after: { 'a.js': [1, 'new'], 'b.js': [1, 'new'] },
    options: {
      variants: {
        hasQueries: () => false,
        headers: [
          { headers: { 'CF-Device-Type': 'mobile' }, isFor: (path: string) => path === 'a.js' },
        ],
      },
    },
    requests: [
      'purge files: www.example.com/a.js www.example.com/a.js[CF-Device-Type: mobile] www.example.com/b.js',
    ],
  },
  {
    name: 'where URLs are refused, a prefix reaches every header variant',
    before: { 'a.js': [1, 'old'] },
    after: { 'a.js': [1, 'new'] },
    options: {
      ...REFUSING,
      variants: { hasQueries: () => false, headers: [{ headers: { a: 'b' }, isFor: () => true }] },
    },
    requests: ['purge prefixes: www.example.com/a.js'],
    notes: ['url-refused'],
  },
  {
    name: 'a changed fallback takes the tag of its copies where that costs less than the host',
    before: APP_BEFORE,
    after: APP_AFTER,
    site: APP,
    options: { tags: (path) => (path.endsWith('.html') ? ['page'] : []) },
    requests: ['purge tags: page'],
    notes: ['fallback-changed'],
  },
  {
    name: 'and not a tag that costs as much',
    before: APP_BEFORE,
    after: APP_AFTER,
    site: APP,
    options: { tags: () => ['everything'] },
    requests: ['purge hosts: www.example.com'],
    notes: ['fallback-changed'],
    along: [2, 0],
  },
  {
    name: 'a tag is taken where URLs are refused and a folder would go along',
    before: { 'docs/index.html': [5, 'old'], 'docs/big.pdf': [9_000, 'same'] },
    after: { 'docs/index.html': [5, 'new'], 'docs/big.pdf': [9_000, 'same'] },
    options: { ...REFUSING, tags: (path) => (path.endsWith('.html') ? ['docs-pages'] : []) },
    requests: ['purge tags: docs-pages'],
    notes: ['url-refused'],
  },
  {
    name: 'where validators are trusted a host that touches others is marked, and what changed is purged beside it',
    before: APP_BEFORE,
    after: APP_AFTER,
    site: APP,
    options: { trustValidators: true },
    requests: [
      'invalidate hosts: www.example.com',
      'purge files: www.example.com/index.html www.example.com/',
    ],
    notes: ['fallback-changed'],
    along: [0, 2],
  },
  {
    name: 'where validators are trusted and URLs are refused, what is only marked is said',
    before: { 'docs/index.html': [5, 'old'], 'docs/big.pdf': [9_000, 'same'] },
    after: { 'docs/index.html': [5, 'new'], 'docs/big.pdf': [9_000, 'same'] },
    options: { ...REFUSING, trustValidators: true },
    requests: ['invalidate prefixes: www.example.com/docs'],
    notes: ['url-refused', 'only-invalidated'],
    along: [0, 1],
  },
  {
    name: 'what is gone is purged, even where validators are trusted',
    before: { 'docs/index.html': [5, 'old'], 'docs/big.pdf': [9_000, 'same'] },
    after: { 'docs/big.pdf': [9_000, 'same'] },
    options: { ...REFUSING, trustValidators: true },
    requests: ['purge prefixes: www.example.com/docs'],
    notes: ['url-refused'],
    along: [1, 0],
  },
  {
    name: 'an unchanged file without bytes is marked, not deleted, whatever one key less would save',
    before: { 'index.html': [10, 'old'], 'a.js': [10, 'old'], 'empty.txt': [0, 'same'] },
    after: { 'index.html': [10, 'new'], 'empty.txt': [0, 'same'] },
    options: { ...REFUSING, trustValidators: true, rates: RATES },
    requests: ['purge prefixes: www.example.com/a.js', 'invalidate hosts: www.example.com'],
    notes: ['url-refused', 'only-invalidated'],
    along: [0, 1],
  },
  {
    name: 'targets of two zones share no request',
    before: { 'a.js': [1, 'old'] },
    after: { 'a.js': [1, 'new'] },
    site: {
      origins: ['https://www.example.com', 'https://img.example.com', 'https://cdn.test'].map(
        (url) => ({ url, dir: '', documents: true }),
      ),
    },
    options: { about: { zone: 'example.com' } },
    requests: [
      'purge files: www.example.com/a.js img.example.com/a.js',
      'purge files: cdn.test/a.js',
    ],
  },
  {
    name: 'keys of two zones share no request',
    before: { 'a.js': [1, 'old'] },
    after: { 'a.js': [1, 'new'] },
    site: {
      origins: ['https://www.example.com', 'https://cdn.test'].map((url) => ({
        url,
        dir: '',
        documents: true,
      })),
    },
    options: { ...REFUSING, about: { zone: 'example.com' } },
    requests: ['purge prefixes: cdn.test/a.js', 'purge prefixes: www.example.com/a.js'],
    notes: ['url-refused'],
  },
  {
    name: 'removed names with a hash that a host takes along are said, and not said to stay',
    before: { ...APP_BEFORE, 'app-1a2b3c4d.js': [70, '#1'] },
    after: APP_AFTER,
    site: APP,
    requests: ['purge hosts: www.example.com'],
    notes: ['lost-fingerprinted', 'fallback-changed'],
    along: [3, 0],
  },
  {
    name: 'new names with a hash come by exact URL beside the wide key that does not reach them',
    before: { 'index.html': [1, 'old'] },
    after: { 'index.html': [1, 'new'], 'assets/app-1a2b3c4d.js': [1, '#1'] },
    site: {
      ...APP,
      origins: [
        { url: 'https://www.example.com', dir: '', documents: true },
        { url: 'https://cdn.test', dir: 'assets', documents: false },
      ],
    },
    requests: [
      'purge files: cdn.test/app-1a2b3c4d.js cdn.test/app-1a2b3c4d.js[Origin: https://www.example.com]',
      'purge hosts: www.example.com',
    ],
    notes: ['fallback-changed'],
  },
])('$name', ({ before, after, site = {}, options, requests, notes = [], along = [0, 0] }) => {
  const found = planOf(before, after, site, options)
  expect(found.requests.map(show)).toEqual(requests)
  expect(found.notes.map(({ code }) => code)).toEqual(notes)
  const { purgedUnchangedUrls, invalidatedUnchangedUrls } = found.stats
  expect([purgedUnchangedUrls, invalidatedUnchangedUrls]).toEqual(along)
})

function planOf(
  before: Sized,
  after: Sized,
  site: Partial<Site>,
  options: Partial<PlanOptions> = {},
): Plan {
  const [old, next] = [manifestOf(before), manifestOf(after)]
  const changes = diff([old], next)
  return plan(changes, siteWith(site), {
    limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: true },
    rates: RATES,
    kept: keptAssets(next, [old], changes),
    ...options,
  })
}

function manifestOf(files: Sized) {
  return createManifest(
    Object.entries(files).map(([path, [size, bytes]]) => ({
      path,
      size,
      digest: `test-${bytes}`,
      fingerprinted: bytes.startsWith('#'),
    })),
  )
}

function show({ action, by, targets }: Plan['requests'][number]): string {
  return `${action} ${by}: ${targets.map(showTarget).join(' ')}`
}

function showTarget(target: FileTarget): string {
  if (typeof target === 'string') return target.replace('https://', '')
  const headers = Object.entries(target.headers).map(([name, value]) => `[${name}: ${value}]`)
  return target.url.replace('https://', '') + headers.join('')
}
