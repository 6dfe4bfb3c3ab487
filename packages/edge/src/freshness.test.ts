import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolveRules, type CacheRules } from './cache-rules.ts'
import { freshnessAt, storedFreshness, type Freshness } from './freshness.ts'

const now = Date.parse('2030-01-01T00:00:00Z')
const later = (seconds: number): string => new Date(now + seconds * 1000).toUTCString()

interface Case {
  name: string
  status?: number
  headers?: [string, string][]
  request?: [string, string][]
  rules?: CacheRules
  /** Seconds, or that nothing is stored. */
  lifetime: number | 'not stored'
}

test.for<Case>([
  { name: 'nothing said: two hours', lifetime: 7200 },
  { name: 'nothing said on 301', status: 301, lifetime: 7200 },
  { name: 'nothing said on 302', status: 302, lifetime: 1200 },
  { name: 'nothing said on 404', status: 404, lifetime: 180 },
  { name: 'nothing said on 410', status: 410, lifetime: 180 },
  { name: 'nothing said on 500', status: 500, lifetime: 'not stored' },
  { name: 'nothing said on 307', status: 307, lifetime: 'not stored' },
  {
    name: 'a 404 keeps what it says',
    status: 404,
    headers: [['Cache-Control', 'max-age=14400']],
    lifetime: 14_400,
  },
  {
    name: 'a validator alone is no lifetime',
    headers: [['Last-Modified', later(-86_400)]],
    lifetime: 7200,
  },
  { name: 'public alone is no lifetime', headers: [['Cache-Control', 'public']], lifetime: 7200 },
  { name: 'max-age', headers: [['Cache-Control', 'max-age=60']], lifetime: 60 },
  { name: 'directives in any case', headers: [['Cache-Control', 'Max-Age=60']], lifetime: 60 },
  {
    name: 's-maxage before max-age',
    headers: [['Cache-Control', 'max-age=60, s-maxage=90']],
    lifetime: 90,
  },
  { name: 'Expires', headers: [['Expires', later(30)]], lifetime: 30 },
  { name: 'Expires in the past', headers: [['Expires', '0']], lifetime: 0 },
  {
    name: 'CDN-Cache-Control before Cache-Control',
    headers: [
      ['Cache-Control', 'no-store'],
      ['CDN-Cache-Control', 'max-age=5'],
    ],
    lifetime: 5,
  },
  {
    name: 'Cloudflare-CDN-Cache-Control before both',
    headers: [
      ['CDN-Cache-Control', 'max-age=5'],
      ['Cloudflare-CDN-Cache-Control', 'max-age=7'],
    ],
    lifetime: 7,
  },
  {
    name: 'a targeted header silences Expires',
    headers: [
      ['CDN-Cache-Control', 'max-age=5'],
      ['Expires', later(30)],
    ],
    lifetime: 5,
  },
  { name: 'private', headers: [['Cache-Control', 'private, max-age=60']], lifetime: 'not stored' },
  { name: 'no-store', headers: [['Cache-Control', 'no-store']], lifetime: 'not stored' },
  {
    name: 'no-cache is stored and asked for',
    headers: [['Cache-Control', 'no-cache']],
    lifetime: 0,
  },
  { name: 'so is Pragma', headers: [['Pragma', 'no-cache']], lifetime: 0 },
  { name: 'so is max-age=0', headers: [['Cache-Control', 'max-age=0']], lifetime: 0 },
  { name: 'so is s-maxage=0', headers: [['Cache-Control', 's-maxage=0, max-age=60']], lifetime: 0 },
  {
    name: 'not without Origin Cache Control',
    headers: [['Cache-Control', 'max-age=0']],
    rules: { originCacheControl: false },
    lifetime: 'not stored',
  },
  {
    name: 'a cookie',
    headers: [
      ['Set-Cookie', 'a=1'],
      ['Cache-Control', 'public, max-age=60'],
    ],
    lifetime: 'not stored',
  },
  {
    name: 'an authorised request',
    request: [['Authorization', 'x']],
    headers: [['Cache-Control', 'max-age=60']],
    lifetime: 'not stored',
  },
  {
    name: 'an authorised request, nothing said',
    request: [['Authorization', 'x']],
    lifetime: 'not stored',
  },
  {
    name: 'an authorised request, public',
    request: [['Authorization', 'x']],
    headers: [['Cache-Control', 'public, max-age=60']],
    lifetime: 60,
  },
  {
    name: 'a rule overrides',
    headers: [['Cache-Control', 'no-store']],
    rules: { edgeTtlSeconds: 9 },
    lifetime: 9,
  },
  { name: 'but not for a 404', status: 404, rules: { edgeTtlSeconds: 9 }, lifetime: 180 },
  {
    name: 'Vary: * is ignored',
    headers: [
      ['Vary', '*'],
      ['Cache-Control', 'max-age=60'],
    ],
    lifetime: 60,
  },
  {
    name: 'unless a rule honours Vary',
    headers: [
      ['Vary', '*'],
      ['Cache-Control', 'max-age=60'],
    ],
    rules: { vary: true },
    lifetime: 0,
  },
])('$name', ({ status = 200, headers = [], request = [], rules = {}, lifetime }) => {
  const freshness = storedFreshness(request, { status, headers }, resolveRules(rules, false), now)
  expect(freshness?.lifetimeSeconds ?? 'not stored').toBe(lifetime)
})

test('an answer never grows younger, and never fresh again', () => {
  const seconds = fc.nat({ max: 1000 })
  fc.assert(
    fc.property(seconds, seconds, seconds, seconds, fc.option(seconds), (...drawn) => {
      const [lifetimeSeconds, initialAgeSeconds, first, second, invalidated] = drawn
      const freshness: Freshness = {
        lifetimeSeconds,
        initialAgeSeconds,
        staleWhileRevalidateSeconds: 0,
        staleIfErrorSeconds: 0,
        mustRevalidate: false,
      }
      const marked = invalidated === null ? {} : { invalidatedAt: now + invalidated * 1000 }
      const stored = { freshness, storedAt: now, ...marked }
      const start = now + (invalidated ?? 0) * 1000
      const early = freshnessAt(start + first * 1000, stored)
      const late = freshnessAt(start + (first + second) * 1000, stored)
      expect(late.ageSeconds).toBeGreaterThanOrEqual(early.ageSeconds)
      expect(late.staleForSeconds).toBeGreaterThanOrEqual(early.staleForSeconds)
      if (!early.fresh) expect(late.fresh).toBe(false)
      if (invalidated !== null) expect(early.fresh).toBe(false)
      else expect(early.fresh).toBe(initialAgeSeconds + first < lifetimeSeconds)
    }),
  )
})
