import { createManifest, diff, plan, type Limits, type Manifest } from '@cdn-purge/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { optionsWith } from '../../test/options.ts'
import { chooseChecks } from './checks.ts'
import { siteOf } from '../build/site-of.ts'

const ALL = { documents: Infinity, others: Infinity, kept: Infinity }
const LIMITS: Limits = { maxUrls: 100, maxKeys: 100, acceptsUrls: true }
const SITE = siteOf(optionsWith({ cleanUrls: true, trailingSlash: true }))

function manifestOf(files: Readonly<Record<string, string>>): Manifest {
  return createManifest(
    Object.entries(files).map(([path, bytes]) => ({
      path,
      size: 1,
      digest: `test-${bytes}`,
      fingerprinted: bytes.startsWith('#'),
    })),
  )
}

const BEFORE = manifestOf({
  'index.html': '1',
  'kept.html': '1',
  'gone.html': '1',
  'app.js': '1',
  'kept.js': '1',
  'old-1a2b3c4d.js': '#1',
  'same-9f8e7d6c.js': '#1',
})
const AFTER = manifestOf({
  'index.html': '2',
  'kept.html': '1',
  'app.js': '2',
  'kept.js': '1',
  'same-9f8e7d6c.js': '#1',
})

function checksOf(counts: typeof ALL, acceptsUrls = true): string[] {
  const planned = plan(diff([BEFORE], AFTER), SITE, { limits: { ...LIMITS, acceptsUrls } })
  return chooseChecks(planned, AFTER, { counts }).map(({ url }) => new URL(url).pathname)
}

interface Case {
  readonly name: string
  readonly counts: Partial<typeof ALL>
  readonly urls: readonly string[]
}

const NONE = { documents: 0, others: 0, kept: 0 }

test.for<Case>([
  {
    name: 'purged documents, the removed one too',
    counts: { documents: Infinity },
    urls: ['/gone/', '/'],
  },
  { name: 'other purged URLs', counts: { others: Infinity }, urls: ['/app.js'] },
  {
    name: 'stable ones that were kept',
    counts: { kept: Infinity },
    urls: ['/kept.html', '/kept.js'],
  },
  {
    name: 'so many of each',
    counts: { documents: 1, others: 1, kept: 1 },
    urls: ['/gone/', '/app.js', '/kept/'],
  },
  { name: 'nothing', counts: {}, urls: [] },
])('looked at: $name', ({ counts, urls }) => {
  const found = checksOf({ ...NONE, ...counts })
  expect(found.map((url) => url.replace('/kept/', '/kept.html'))).toEqual(
    urls.map((url) => url.replace('/kept/', '/kept.html')),
  )
})

test('after a wide purge stable URLs count as purged, whether they changed or not', () => {
  expect(checksOf({ ...NONE, documents: Infinity }, false).toSorted()).toEqual([
    '/',
    '/gone/',
    '/kept/',
  ])
})

test('no more than asked for, spread over all, and none twice', () => {
  const before = manifestOf({})
  const files = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}.js`, '1']))
  const planned = plan(diff([before], manifestOf(files)), SITE, { limits: LIMITS })
  fc.assert(
    fc.property(fc.nat({ max: 60 }), (others) => {
      const urls = chooseChecks(planned, manifestOf(files), { counts: { ...NONE, others } }).map(
        ({ url }) => url,
      )
      expect(urls).toHaveLength(Math.min(others, 50))
      expect(new Set(urls).size).toBe(urls.length)
    }),
  )
})

test('what was owed is looked at among the others, once, under the path it is known by', () => {
  const planned = plan(diff([BEFORE], AFTER), SITE, { limits: LIMITS })
  const paths = ['app.js', 'kept.html', 'lost.html']
  const urls = paths.map((path) => `https://www.example.com/${path}`)
  const debts = [{ name: 'd/owed-1', urls, why: { code: 'c', text: 't' }, since: 0 }]
  const checks = chooseChecks(planned, AFTER, { counts: { ...NONE, others: Infinity }, debts })
  expect(checks).toEqual(paths.map((path, index) => ({ url: urls[index], path, kept: false })))
})

test('of what rules change only the URLs that they are about are looked at, for what tells', () => {
  const www = 'https://www.example.com'
  const about = { reason: '', fingerprinted: false }
  const planned = plan(
    [
      { kind: 'redirect', path: '/blog/*', urls: [], below: [`${www}/blog/`], ...about },
      { kind: 'redirect', path: '/old', urls: [`${www}/old`], ...about },
      { kind: 'headers', path: 'app.js', headers: ['x-a'], ...about },
    ],
    SITE,
    { limits: LIMITS },
  )
  const checks = chooseChecks(planned, AFTER, { counts: { ...ALL, kept: 0 } })
  expect(checks.filter(({ headers, redirect }) => headers || redirect)).toEqual([
    { url: `${www}/old`, path: '/old', kept: false, redirect: true },
    { url: `${www}/app.js`, path: 'app.js', kept: false, headers: ['x-a'] },
  ])
})
