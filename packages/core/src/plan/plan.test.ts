import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { builds, manifestOf, siteWith, sites, type SmallBuild } from '../../test/builds.ts'
import { diff } from '../changes/diff.ts'
import { parsePlan, serializePlan } from './plan-file.ts'
import { plan, type PlanOptions } from './plan.ts'
import type { Plan } from './plan-format.ts'
import type { FileTarget, Limits } from '../purger.ts'
import type { Site } from '../site/site.ts'
import { isEvicted } from '../changes/treatment.ts'
import { createUrls, isDocument } from '../site/urls.ts'

const FREE: Limits = { maxUrls: 100, maxKeys: 100, acceptsUrls: true }
const REFUSING: Limits = { ...FREE, acceptsUrls: false }

function planOf(
  before: SmallBuild,
  after: SmallBuild,
  options: Partial<PlanOptions> & { readonly site?: Partial<Site> } = {},
): Plan {
  const { site, ...rest } = options
  const changes = diff([manifestOf(before)], manifestOf(after))
  return plan(changes, siteWith(site), { limits: FREE, ...rest })
}

interface Case {
  readonly name: string
  readonly before?: SmallBuild
  readonly after?: SmallBuild
  readonly site?: Partial<Site>
  readonly limits?: Partial<Limits>
  /** `<by> <reason>: <targets>`, targets without `https://www.example.com`. */
  readonly requests: readonly string[]
  readonly notes?: readonly string[]
}

const ONE_SPELLING = { cleanUrls: true, trailingSlash: true } as const

test.for<Case>([
  { name: 'no change purges nothing', before: { a: '1' }, after: { a: '1' }, requests: [] },
  {
    name: 'an asset is purged by its URL',
    before: { 'a.js': '1' },
    after: { 'a.js': '2' },
    requests: ['files 1 asset URL: /a.js'],
  },
  {
    name: 'a page is purged by all of its URLs',
    before: { 'a/index.html': '1' },
    requests: ['files 3 document URLs: /a/index.html /a/ /a'],
  },
  {
    name: 'assets come before documents',
    after: { 'a.html': '1', 'b.js': '1', 'sw.js': '1', 'site.webmanifest': '1', 'z.css': '1' },
    site: { cleanUrls: false },
    requests: [
      'files 2 asset URLs, 3 document URLs: /b.js /z.css /a.html /site.webmanifest /sw.js',
    ],
  },
  {
    name: 'also across requests',
    after: { 'a.html': '1', 'b.js': '1', 'c.html': '1', 'd.js': '1', 'e.js': '1' },
    site: { cleanUrls: false },
    limits: { maxUrls: 2 },
    requests: [
      'files 2 asset URLs: /b.js /d.js',
      'files 1 asset URL, 1 document URL: /e.js /a.html',
      'files 1 document URL: /c.html',
    ],
  },
  {
    name: 'a URL that a page shares with a file comes with the pages',
    after: { a: '1', 'a.html': '1', 'b.js': '1' },
    requests: ['files 1 asset URL, 2 document URLs: /b.js /a.html /a'],
  },
  {
    name: 'a removed fingerprinted file stays, and the plan says so',
    before: { 'a-1a2b3c4d.js': '#1', 'b.js': '1' },
    requests: ['files 1 asset URL: /b.js'],
    notes: ['kept-fingerprinted'],
  },
  {
    name: 'a fingerprinted name with other bytes is purged, with a warning',
    before: { 'a-1a2b3c4d.js': '#1' },
    after: { 'a-1a2b3c4d.js': '#2' },
    requests: ['files 1 asset URL: /a-1a2b3c4d.js'],
    notes: ['fingerprint-reused'],
  },
  {
    name: 'what is no URL is not purged, and the plan says so',
    after: { '_routes.json': '1' },
    requests: [],
    notes: ['not-served'],
  },
  {
    name: 'a change of rules is not purged for, and the plan does not say that all is well',
    after: { _headers: '1', _redirects: '1' },
    requests: [],
    notes: ['rules-changed'],
  },
  {
    name: 'a site of two origins is purged at both, HTML where it is served',
    after: { 'a.html': '1', 'assets/b.js': '1' },
    site: {
      ...ONE_SPELLING,
      origins: [
        { url: 'https://www.example.com', dir: '', documents: true },
        { url: 'https://cdn.test', dir: 'assets', documents: false },
      ],
    },
    requests: [
      'files 3 asset URLs, 1 document URL: /assets/b.js https://cdn.test/b.js https://cdn.test/b.js[Origin: https://www.example.com] /a/',
    ],
  },
  {
    name: 'a changed fallback takes the host, as any path may hold it',
    before: { 'index.html': '1', 'a.js': '1' },
    after: { 'index.html': '2', 'a.js': '2' },
    site: { fallback: 'index.html' },
    requests: ['hosts "index.html" changed, and answers for unknown paths: www.example.com'],
    notes: ['fallback-changed'],
  },
  {
    name: 'a changed fallback below a base takes the base, and not the hosts that serve no HTML',
    before: { 'index.html': '1', 'assets/a.js': '1' },
    after: { 'index.html': '2', 'assets/a.js': '2' },
    site: {
      fallback: 'index.html',
      base: '/docs/',
      origins: [
        { url: 'https://www.example.com', dir: '', documents: true },
        { url: 'https://cdn.test', dir: 'assets', documents: false },
      ],
    },
    requests: [
      'files 2 asset URLs: https://cdn.test/a.js https://cdn.test/a.js[Origin: https://www.example.com]',
      'prefixes "index.html" changed, and answers for unknown paths: www.example.com/docs',
    ],
    notes: ['fallback-changed'],
  },
  {
    name: 'a fallback that did not change widens nothing',
    before: { 'index.html': '1' },
    after: { 'index.html': '1', 'a.js': '2' },
    site: { fallback: 'index.html' },
    requests: ['files 1 asset URL: /a.js'],
  },
  {
    name: 'where URLs are refused, pages take what lies below them',
    after: { 'a/index.html': '1', 'a/b.js': '1', 'c.js': '1' },
    limits: REFUSING,
    requests: [
      'prefixes the environment refuses exact URLs: www.example.com/c.js www.example.com/a',
    ],
    notes: ['url-refused'],
  },
  {
    name: 'where URLs are refused, the root takes its host',
    after: { 'index.html': '1', 'a/b.js': '1' },
    limits: REFUSING,
    requests: ['hosts the environment refuses exact URLs: www.example.com'],
    notes: ['url-refused'],
  },
  {
    name: 'where URLs are refused, keys come in batches too',
    after: { 'a.js': '1', 'b.js': '1', 'c.js': '1' },
    limits: { ...REFUSING, maxKeys: 2 },
    requests: [
      'prefixes the environment refuses exact URLs: www.example.com/a.js www.example.com/b.js',
      'prefixes the environment refuses exact URLs: www.example.com/c.js',
    ],
    notes: ['url-refused'],
  },
  {
    name: 'where URLs are refused and nothing changed, there is nothing to say',
    limits: REFUSING,
    requests: [],
  },
])('$name', ({ before = {}, after = {}, site = {}, limits, requests, notes = [] }) => {
  const found = planOf(before, after, { site, limits: { ...FREE, ...limits } })
  const shown = found.requests.map(
    ({ by, reason, targets }) => `${by} ${reason}: ${targets.map(showTarget).join(' ')}`,
  )
  expect(shown).toEqual(requests)
  expect(found.notes.map(({ code }) => code)).toEqual(notes)
})

test('a whole site is every root of every site, whatever changed', () => {
  const other = siteWith({ origins: [{ url: 'https://old.test', dir: '', documents: true }] })
  const { requests } = planOf(
    { a: '1' },
    { a: '2' },
    {
      site: { base: '/docs/' },
      wholeSite: { sites: [siteWith({ base: '/docs/' }), other], reason: 'why' },
    },
  )
  expect(requests).toEqual([
    { action: 'purge', by: 'prefixes', targets: ['www.example.com/docs'], reason: 'why' },
    { action: 'purge', by: 'hosts', targets: ['old.test'], reason: 'why' },
  ])
})

test('a plan counts what it found and what it sends', () => {
  const { stats } = planOf(
    { 'a.js': '1', 'b.js': '1', 'c-1a2b3c4d.js': '#1' },
    { 'a.js': '2', 'd.js': '1', 'e.js': '1' },
    { limits: { ...FREE, maxUrls: 3 } },
  )
  expect(stats).toMatchObject({ added: 2, changed: 1, removed: 2, kept: 1, targets: 4 })
  expect(stats.requests).toBe(2)
})

test('what a plan is about comes before its changes, and what is unknown is left out', () => {
  const about = { zone: 'z', build: 'b', baseline: ['d'] }
  expect(Object.keys(planOf({}, {}, { about }))).toEqual(
    'version site zone build baseline changes requests notes stats'.split(' '),
  )
  expect(Object.keys(planOf({}, {}))).not.toContain('environment')
})

const limits = fc.record({
  maxUrls: fc.integer({ min: 1, max: 7 }),
  maxKeys: fc.integer({ min: 1, max: 7 }),
  acceptsUrls: fc.boolean(),
})
const input = fc.record({ baseline: fc.array(builds, { maxLength: 3 }), next: builds, site: sites })

function targetsOf({ requests }: Plan): string[] {
  return requests.flatMap(({ targets }) => targets.map(urlOf))
}

function showTarget(target: FileTarget): string {
  const headers = typeof target === 'string' ? [] : Object.entries(target.headers)
  const shown = headers.map(([name, value]) => `[${name}: ${value}]`)
  return urlOf(target).replace('https://www.example.com/', '/') + shown.join('')
}

function urlOf(target: FileTarget): string {
  return typeof target === 'string' ? target : target.url
}

test('every planned URL is absolute, unique and inside the site', () => {
  fc.assert(
    fc.property(input, limits, ({ baseline, next, site }, chosen) => {
      const planned = plan(diff(baseline, next), site, { limits: { ...chosen, acceptsUrls: true } })
      const files = planned.requests.filter(({ by }) => by === 'files')
      const targets = files.flatMap((request) => request.targets.map(showTarget))
      expect(new Set(targets).size).toBe(targets.length)
      const urls = new Set(files.flatMap((request) => request.targets.map(urlOf)))
      for (const url of urls) {
        expect(new URL(url).href).toBe(url)
        const inside = site.origins.some(({ url: root, dir }) => {
          const base = dir === '' ? `${root}${site.base}` : `${root}/`
          return url.startsWith(base) || `${url}/` === base
        })
        expect([url, inside]).toEqual([url, true])
      }
    }),
  )
})

test('requests joined are the URLs of what is evicted, none missing and none beside', () => {
  fc.assert(
    fc.property(input, limits, ({ baseline, next, site }, chosen) => {
      const changes = diff(baseline, next)
      const plain = { ...site, fallback: undefined }
      const planned = plan(changes, plain, { limits: { ...chosen, acceptsUrls: true } })
      const urls = changes.filter(isEvicted).flatMap(({ path }) => createUrls(plain)(path))
      expect([...new Set(targetsOf(planned))].toSorted()).toEqual([...new Set(urls)].toSorted())
      for (const { targets } of planned.requests) {
        expect(targets.length).toBeGreaterThan(0)
        expect(targets.length).toBeLessThanOrEqual(chosen.maxUrls)
      }
    }),
  )
})

test('no URL of a document comes before one of an asset alone', () => {
  fc.assert(
    fc.property(input, limits, ({ baseline, next, site }, chosen) => {
      const plain = { ...site, fallback: undefined }
      const changes = diff(baseline, next)
      const planned = plan(changes, plain, { limits: { ...chosen, acceptsUrls: true } })
      const documents = new Set(
        changes
          .filter((change) => isEvicted(change) && isDocument(change.path))
          .flatMap(({ path }) => createUrls(plain)(path)),
      )
      const urls = targetsOf(planned)
      const first = urls.findIndex((url) => documents.has(url))
      expect(new Set(first < 0 ? [] : urls.slice(first))).toEqual(documents)
    }),
  )
})

test('where URLs are refused every URL is reached by a key, and no request is too large', () => {
  fc.assert(
    fc.property(input, limits, ({ baseline, next, site }, chosen) => {
      const changes = diff(baseline, next)
      const planned = plan(changes, site, { limits: { ...chosen, acceptsUrls: false } })
      const keys = planned.requests.flatMap(({ by, targets }) =>
        targets.map((key) => ({ by, key: urlOf(key) })),
      )
      for (const { path } of changes.filter(isEvicted)) {
        for (const url of createUrls(site)(path)) {
          expect(keys.some(({ by, key }) => reaches(by, key, url))).toBe(true)
        }
      }
      for (const { targets } of planned.requests) {
        expect(targets.length).toBeLessThanOrEqual(chosen.maxKeys)
      }
    }),
  )
})

function reaches(by: string, key: string, url: string): boolean {
  const { hostname: host, pathname } = new URL(url)
  if (by === 'hosts') return host === key
  const place = `${host}${pathname}`
  return place === key || place.startsWith(`${key}/`)
}

test('planning twice gives equal bytes, and what is written is what is read', () => {
  fc.assert(
    fc.property(input, limits, ({ baseline, next, site }, chosen) => {
      const text = serializePlan(plan(diff(baseline, next), site, { limits: chosen }))
      const again = plan(diff(baseline.toReversed(), next), site, { limits: chosen })
      expect(serializePlan(again)).toBe(text)
      const read = parsePlan(text, 'plan.json')
      expect(serializePlan(read)).toBe(text)
      expect(read).toEqual(JSON.parse(text))
    }),
  )
})
