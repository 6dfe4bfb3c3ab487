import {
  baseline,
  createLedger,
  createManifest,
  createMemoryStore,
  diff,
  parseManifest,
  parsePlan,
  plan,
  PurgeError,
  serializeManifest,
  serializePlan,
  type Ledger,
  type Site,
  type Store,
} from '@cdn-purge/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

const SITE: Site = {
  origins: [{ url: 'https://www.example.com', dir: '', documents: true }],
  base: '/',
  cleanUrls: 'both',
  trailingSlash: 'both',
  fallback: undefined,
}

function build(version: string) {
  return createManifest(
    ['index.html', 'app-1a2b3c4d.js', 'ä/b.css'].map((path) => ({
      path,
      size: 3,
      digest: `sha256-${version}${path.length}`,
      fingerprinted: path.includes('1a2b'),
    })),
  )
}

const MANIFEST = serializeManifest(build('A'))
const PLAN = serializePlan(
  plan(diff([build('A')], build('B')), SITE, {
    limits: { maxUrls: 30, maxKeys: 30, acceptsUrls: true },
  }),
)

/** A text that was cut, overwritten, doubled in part, or got another value in one of its places. */
function damaged(text: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: text.length - 1 })
  return fc.oneof(
    place.map((end) => text.slice(0, end)),
    fc.tuple(place, fc.string({ unit: 'binary', maxLength: 4 })).map(([at, put]) => {
      return text.slice(0, at) + put + text.slice(at + 1)
    }),
    fc.tuple(place, place).map(([from, to]) => text.slice(0, from) + text.slice(to)),
    fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 2 })).map(([nth, value]) => {
      const all: unknown = JSON.parse(text)
      const places = placesIn(all)
      const chosen = places[nth % places.length]
      if (chosen) chosen.holder[chosen.key] = value
      return JSON.stringify(all)
    }),
  )
}

interface Place {
  readonly holder: Record<string, unknown>
  readonly key: string
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])])
}

/** Gives what a parser made of a text, or undefined where it refused it as it must. */
function refusedOr<T>(parse: () => T, code: string): T | undefined {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof PurgeError)) throw error
    expect(error.code).toBe(code)
    expect(error.message).not.toMatch(/\n\s+at /)
    return undefined
  }
}

test('a manifest of any form is refused by name, or is one that says the same again', () => {
  let refused = 0
  fc.assert(
    fc.property(damaged(MANIFEST), (text) => {
      const manifest = refusedOr(() => parseManifest(text, 'a.json'), 'bad-manifest')
      if (!manifest) {
        refused++
        return
      }
      const again = serializeManifest(manifest)
      expect(serializeManifest(parseManifest(again, 'again.json'))).toBe(again)
    }),
    { numRuns: 2_000 },
  )
  expect(refused).toBeGreaterThan(1_000)
})

test('a plan of any form is refused by name, or sends what it says', () => {
  let refused = 0
  fc.assert(
    fc.property(damaged(PLAN), (text) => {
      const read = refusedOr(() => parsePlan(text, 'plan.json'), 'bad-plan')
      if (!read) {
        refused++
        return
      }
      expect(JSON.parse(text)).toMatchObject({ requests: read.requests.map(({ by }) => ({ by })) })
    }),
    { numRuns: 2_000 },
  )
  expect(refused).toBeGreaterThan(1_000)
})

function openLedger(store: Store): Ledger {
  let count = 0
  return createLedger(store, { prefix: 'z/e/', now: () => 1_000, newId: () => `d${++count}` })
}

/** Two builds that went live, the later one known to be at the edge alone, and a third under way. */
async function recorded(): Promise<Store> {
  const store = createMemoryStore()
  const ledger = openLedger(store)
  const begin = (version: string) =>
    ledger.begin({ manifest: build(version), site: SITE, marker: false, options: {} })
  const first = await begin('A')
  await ledger.close(first)
  const second = await begin('B')
  await ledger.settle(second, { covers: [first], pays: [], doubts: [] })
  await begin('C')
  return store
}

test('one value of a ledger that is cut or no JSON never makes the baseline smaller unsaid', async () => {
  const keys = (await (await recorded()).list('')).filter((key) => !key.endsWith('/closed'))
  expect(keys.length).toBeGreaterThan(5)
  const before = await heldBy(openLedger(await recorded()))
  let told = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...keys),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.boolean(),
      async (key, share, isCut) => {
        const store = await recorded()
        const bytes = (await store.get(key)) ?? new Uint8Array()
        const at = Math.floor(bytes.length * share)
        const rest = isCut ? [] : [0, ...bytes.subarray(at + 1)]
        await store.put(key, Uint8Array.from([...bytes.subarray(0, at), ...rest]))
        const after = await heldBy(openLedger(store))
        if (after.isSaid) told++
        else expect(after.held).toEqual(before.held)
      },
    ),
    { numRuns: 500 },
  )
  expect(told).toBeGreaterThan(300)
})

/** What later runs compare with, and whether they are told that it may not be all. */
async function heldBy(
  ledger: Ledger,
): Promise<{ readonly held: string[]; readonly isSaid: boolean }> {
  const { records, damage } = await ledger.read()
  let isSaid = damage.length > 0
  const held: string[] = []
  for (const { builds } of baseline(records)) {
    for (const { manifest } of builds) {
      try {
        held.push(serializeManifest(await ledger.manifest(manifest)))
      } catch (error) {
        if (!(error instanceof PurgeError)) throw error
        isSaid = true
      }
    }
  }
  return { held: held.toSorted(), isSaid }
}
