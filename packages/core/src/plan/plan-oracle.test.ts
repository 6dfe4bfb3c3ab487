import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { siteWith } from '../../test/builds.ts'
import {
  allCovers,
  collateralOf,
  countKeys,
  mayReach,
  surelyReaches,
  type SmallKept,
} from '../../test/oracle.ts'
import { diff } from '../changes/diff.ts'
import { createManifest, type Manifest } from '../manifest/manifest.ts'
import { serializePlan } from './plan-file.ts'
import { plan, type PlanOptions } from './plan.ts'
import type { Plan } from './plan-format.ts'
import { keptAssets } from '../planner/kept-assets.ts'
import type { RateLimits } from '../planner/rate-limits.ts'
import type { Limits } from '../purger.ts'

/** One place of a small site, and what the deploy does there. */
interface Place {
  readonly path: string
  readonly size: number
  readonly fate: Fate
}

type Fate = 'same' | 'changed' | 'removed' | 'added' | 'added-hashed' | 'removed-hashed'

const HOSTS = ['https://www.example.com', 'https://cdn.test']

/** One URL for each path and host. */
const SITE = siteWith({
  origins: HOSTS.map((url) => ({ url, dir: '', documents: true })),
  cleanUrls: false,
})

/** Every target is a prefix or a host, and every one of them a request of its own. */
const ALONE: Limits = { maxUrls: 100, maxKeys: 1, acceptsUrls: false }

/** Takes a second for each request by key, and 10 URLs a second. */
const SLOW: RateLimits = {
  keys: { perSecond: 1, bucket: 0, maxPerRequest: 1 },
  files: { urlsPerSecond: 10, maxPerRequest: 100 },
}

const DEADLINES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

/** Segments that begin one another, and one that sorts before the slash. */
const paths = fc
  .array(fc.constantFrom('a', 'ab', 'abc', 'a-b', 'b'), { minLength: 1, maxLength: 3 })
  .map((segments) => segments.join('/'))

function placesOf(...fates: readonly Fate[]): fc.Arbitrary<Place[]> {
  const place = fc.record({
    path: paths,
    size: fc.integer({ min: 0, max: 20 }),
    fate: fc.constantFrom(...fates),
  })
  return fc.uniqueArray(place, { maxLength: 9, selector: ({ path }) => path })
}

/** So few keys that every set of them can be tried. */
const tries = placesOf('same', 'changed', 'removed', 'added', 'removed-hashed').filter(
  (places) => countKeys(targetUrls(places)) <= 13,
)

const anyPlaces = placesOf('same', 'changed', 'removed', 'added', 'added-hashed', 'removed-hashed')

function manifestsOf(places: readonly Place[]): { before: Manifest; after: Manifest } {
  const build = (fates: readonly Fate[], bytes: string) =>
    places
      .filter(({ fate }) => fates.includes(fate))
      .map(({ path, size, fate }) => ({
        path,
        size,
        digest: fate === 'changed' ? `test-${bytes}` : 'test-same',
        fingerprinted: fate.endsWith('-hashed'),
      }))
  return {
    before: createManifest(build(['same', 'changed', 'removed', 'removed-hashed'], 'old')),
    after: createManifest(build(['same', 'changed', 'added', 'added-hashed'], 'new')),
  }
}

function planOf(places: readonly Place[], options: Partial<PlanOptions> = {}): Plan {
  const { before, after } = manifestsOf(places)
  const changes = diff([before], after)
  return plan(changes, SITE, {
    limits: ALONE,
    rates: SLOW,
    kept: keptAssets(after, [before], changes),
    ...options,
  })
}

function planWithin(places: readonly Place[], seconds: number, options?: Partial<PlanOptions>) {
  return planOf(places, { deadlineMs: seconds * 1000, ...options })
}

function urlsOf(places: readonly Place[]): string[] {
  return places.flatMap(({ path }) => HOSTS.map((host) => `${host}/${path}`))
}

function targetUrls(places: readonly Place[]): string[] {
  return urlsOf(places.filter(({ fate }) => fate !== 'same' && fate !== 'removed-hashed'))
}

function keptUrls(places: readonly Place[]): SmallKept[] {
  return places
    .filter(({ fate }) => fate === 'same' || fate === 'removed-hashed')
    .flatMap((place) => urlsOf([place]).map((url) => ({ url, cost: place.size })))
}

function keysOf({ requests }: Plan): string[] {
  return requests.flatMap((request) => (request.by === 'files' ? [] : request.targets))
}

function countRequests(keys: readonly string[], maxKeys: number): number {
  const hosts = keys.filter((key) => !key.includes('/')).length
  return Math.ceil(hosts / maxKeys) + Math.ceil((keys.length - hosts) / maxKeys)
}

/** What a choice of keys costs: a host holds more than is known. */
function costOf(keys: readonly string[], kept: readonly SmallKept[]): number {
  return collateralOf(keys, kept) + keys.filter((key) => !key.includes('/')).length
}

const PATIENCE = 120_000

test(
  'no set of keys that ends in time costs less than the plan, whatever the deadline',
  { timeout: PATIENCE },
  () => {
    const seen = { tries: 0, plans: 0, covers: 0, widened: 0, late: 0 }
    fc.assert(
      fc.property(tries, fc.constantFrom(1, 2), (places, maxKeys) => {
        const kept = keptUrls(places)
        const covers = allCovers(targetUrls(places), kept).map(({ keys }) => ({
          requests: countRequests(keys, maxKeys),
          cost: costOf(keys, kept),
        }))
        const leastOf = (some: typeof covers) => Math.min(...some.map(({ cost }) => cost))
        const differences: unknown[] = []
        for (const seconds of DEADLINES) {
          const planned = planWithin(places, seconds, { limits: { ...ALONE, maxKeys } })
          const keys = keysOf(planned)
          const fitting = covers.filter(({ requests }) => requests <= seconds)
          const found = {
            requests: planned.requests.length,
            cost: costOf(keys, kept),
            touched: planned.stats.purgedUnchangedBytes,
            endsInTime: planned.stats.seconds <= seconds,
          }
          const wanted = {
            requests: countRequests(keys, maxKeys),
            // What cannot end in time is not made wider for it.
            cost: leastOf(fitting.length > 0 ? fitting : covers),
            touched: collateralOf(keys, kept),
            endsInTime: fitting.length > 0,
          }
          if (JSON.stringify(found) !== JSON.stringify(wanted)) {
            differences.push({ seconds, keys, found, wanted })
          }
          seen.plans++
          if (fitting.length === 0) seen.late++
          if (found.cost > leastOf(covers)) seen.widened++
        }
        seen.tries++
        seen.covers += covers.length
        expect(differences).toEqual([])
      }),
      { numRuns: 400 },
    )
    expect(seen.widened).toBeGreaterThan(0)
    console.log(
      `${seen.tries} random tries × ${DEADLINES.length} deadlines = ${seen.plans} plans compared with ${seen.covers} covers, 0 differences; ${seen.widened} plans are wider to end in time, ${seen.late} cannot end in time and are not.`,
    )
  },
)

const someLimits = fc.record({
  maxUrls: fc.integer({ min: 1, max: 5 }),
  maxKeys: fc.integer({ min: 1, max: 5 }),
  acceptsUrls: fc.boolean(),
})
const deadlines = fc.integer({ min: 0, max: 12 })

test('every target is purged or, where validators are trusted, surely marked stale', () => {
  fc.assert(
    fc.property(
      anyPlaces,
      someLimits,
      deadlines,
      fc.boolean(),
      (places, limits, seconds, trustValidators) => {
        const planned = planWithin(places, seconds, { limits, trustValidators })
        for (const url of targetUrls(places)) {
          expect({ url, by: reachedBy(planned, url) }).not.toEqual({ url, by: 'nothing' })
        }
        for (const url of targetUrls(places.filter(({ fate }) => fate === 'removed'))) {
          expect({ url, by: reachedBy(planned, url) }).toEqual({ url, by: 'purge' })
        }
        expect(planned.requests.map(({ by }) => by)).not.toContain('everything')
        for (const { by, targets } of planned.requests) {
          const most = by === 'files' ? limits.maxUrls : limits.maxKeys
          expect(targets.length).toBeLessThanOrEqual(most)
        }
      },
    ),
  )
})

test('where validators are trusted nothing unchanged is deleted but along with what is gone', () => {
  fc.assert(
    fc.property(placesOf('same', 'changed', 'added'), deadlines, (places, seconds) => {
      const planned = planWithin(places, seconds, { trustValidators: true })
      expect(planned.stats.purgedUnchangedUrls).toBe(0)
    }),
  )
})

test('exact URLs that end in time are the plan', () => {
  fc.assert(
    fc.property(anyPlaces, deadlines, (places, seconds) => {
      const limits = { ...ALONE, acceptsUrls: true }
      const { requests } = planWithin(places, seconds, { limits })
      const targets = targetUrls(places)
      // 10 URLs a second.
      if (targets.length > seconds * 10) return
      const sent = requests.flatMap(({ action, by, targets: some }) =>
        some.map((target) => `${action} ${by} ${JSON.stringify(target)}`),
      )
      expect(sent.toSorted()).toEqual(targets.map((url) => `purge files "${url}"`).toSorted())
    }),
  )
})

test('exact URLs that do not end in time are never made up for with what did not change', () => {
  fc.assert(
    fc.property(anyPlaces, fc.integer({ min: 0, max: 2 }), (places, seconds) => {
      const { stats, notes } = planWithin(places, seconds, {
        limits: { ...ALONE, acceptsUrls: true },
      })
      expect(stats.purgedUnchangedUrls + stats.invalidatedUnchangedUrls).toBe(0)
      const isSlow = stats.seconds > seconds
      expect(notes.some(({ code }) => code === 'slow')).toBe(isSlow)
    }),
  )
})

test(
  'a longer deadline never costs more, once there is enough time at all',
  { timeout: PATIENCE },
  () => {
    fc.assert(
      fc.property(placesOf('same', 'changed', 'added', 'removed', 'removed-hashed'), (places) => {
        let before = Infinity
        for (const seconds of DEADLINES) {
          const planned = planWithin(places, seconds)
          if (planned.stats.seconds > seconds) continue
          const cost = costOf(keysOf(planned), keptUrls(places))
          expect(cost).toBeLessThanOrEqual(before)
          before = cost
        }
      }),
      { numRuns: 100 },
    )
  },
)

test(
  'where validators are trusted a longer deadline never costs more either, and what purging alone does in time marking does too',
  { timeout: PATIENCE },
  () => {
    const seen = { both: 0 }
    fc.assert(
      fc.property(
        placesOf('same', 'changed', 'removed', 'removed-hashed'),
        fc.constantFrom(0, 5),
        (places, collateralBytes) => {
          let before = Infinity
          for (const seconds of DEADLINES) {
            const options = { collateralBytes, trustValidators: true }
            const planned = planWithin(places, seconds, options)
            const isLate = planned.stats.seconds > seconds
            if (isLate) expect(planWithin(places, seconds).stats.seconds).toBeGreaterThan(seconds)
            if (isLate) continue
            const cost = jointCostOf(planned, places, collateralBytes)
            expect(cost).toBeLessThanOrEqual(before)
            before = cost
            if (new Set(planned.requests.map(({ action }) => action)).size > 1) seen.both++
          }
        },
      ),
      { numRuns: 200 },
    )
    expect(seen.both).toBeGreaterThan(0)
  },
)

/** A deleted copy is fetched again: a request as for a marked one, and all its bytes, at least one. */
function jointCostOf(
  { requests }: Plan,
  places: readonly Place[],
  conditionalBytes: number,
): number {
  const keysBy = (action: string) =>
    requests.flatMap((request) =>
      request.by === 'files' || request.action !== action ? [] : [...request.targets],
    )
  const [purge, invalidate] = [keysBy('purge'), keysBy('invalidate')]
  const copies = places
    .filter(({ fate }) => fate === 'same' || fate === 'removed-hashed')
    .flatMap((place) => urlsOf([place]).map((url) => ({ url, place })))
  const hosts = [...purge, ...invalidate].filter((key) => !key.includes('/')).length
  return copies.reduce((sum, { url, place: { size, fate } }) => {
    const marking = fate === 'same' ? conditionalBytes : size
    if (purge.some((key) => mayReach(key, url))) {
      return sum + (fate === 'same' ? Math.max(1, size) + marking : size)
    }
    return invalidate.some((key) => mayReach(key, url)) ? sum + marking : sum
  }, hosts)
}

test('equal input gives equal bytes, in whatever order it was found', () => {
  fc.assert(
    fc.property(anyPlaces, someLimits, deadlines, (places, limits, seconds) => {
      const text = serializePlan(planWithin(places, seconds, { limits }))
      expect(serializePlan(planWithin(places.toReversed(), seconds, { limits }))).toBe(text)
    }),
  )
})

test('new fingerprinted names get their own keys and change none of the others', () => {
  fc.assert(
    fc.property(anyPlaces, deadlines, (places, seconds) => {
      const rest = places.filter(({ fate }) => fate !== 'added-hashed')
      const added = urlsOf(places.filter(({ fate }) => fate === 'added-hashed'))
      const without = keysOf(planWithin(rest, seconds))
      const own = added
        .filter((url) => !without.some((key) => surelyReaches(key, url)))
        .map((url) => url.replace('https://', ''))
      expect(keysOf(planWithin(places, seconds)).toSorted()).toEqual(
        [...without, ...own].toSorted(),
      )
    }),
  )
})

test('a removed fingerprinted name counts as kept only where no key may reach it', () => {
  fc.assert(
    fc.property(anyPlaces, deadlines, fc.boolean(), (places, seconds, trustValidators) => {
      const planned = planWithin(places, seconds, { trustValidators })
      const kept = places.filter(
        (place) =>
          place.fate === 'removed-hashed' &&
          !urlsOf([place]).some((url) => keysOf(planned).some((key) => mayReach(key, url))),
      )
      expect(planned.stats.kept).toBe(kept.length)
    }),
  )
})

test('a prefix is charged for what begins with the same letters, and trusted for whole segments only', () => {
  const planned = planOf([
    { path: 'foo', size: 1, fate: 'changed' },
    { path: 'foobar', size: 20, fate: 'same' },
    { path: 'foo/x', size: 3, fate: 'same' },
    { path: 'foobaz', size: 4, fate: 'changed' },
  ])
  expect(planned.stats.purgedUnchangedBytes).toBe(2 * 23)
  expect(keysOf(planned).toSorted()).toEqual([
    'cdn.test/foo',
    'cdn.test/foobaz',
    'www.example.com/foo',
    'www.example.com/foobaz',
  ])
})

function reachedBy({ requests }: Plan, url: string): 'purge' | 'invalidate' | 'nothing' {
  const actions = requests
    .filter(({ by, targets }) =>
      targets.some((target) => {
        const text = typeof target === 'string' ? target : target.url
        return by === 'files' ? text === url : surelyReaches(text, url)
      }),
    )
    .map(({ action }) => action)
  return actions.includes('purge') ? 'purge' : (actions[0] ?? 'nothing')
}
