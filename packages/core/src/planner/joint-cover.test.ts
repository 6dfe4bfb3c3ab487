import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { countKeys, keysOf, mayReach, surelyReaches } from '../../test/oracle.ts'
import type { Tie } from './cover.ts'
import { createJointCover, DELETED, MARKED, type JointTask } from './joint-cover.ts'
import { createStringTree } from './string-tree.ts'
import { sumUp } from './sum-up.ts'
import { createTrie } from './trie.ts'

/** Segments that begin one another, and one that sorts before the slash. */
const urls = fc
  .tuple(
    fc.constantFrom('h', 'g'),
    fc.array(fc.constantFrom('a', 'ab', 'a-b', 'b'), { maxLength: 3 }),
  )
  .map(([host, segments]) => new URL(`https://${[host, ...segments].join('/')}`).href)

interface SmallCopy {
  readonly url: string
  readonly marking: number
  readonly deleting: number
}

const tries = fc.record({
  // So many keys that every way to give each of them nothing, a deleting or a marking one can be tried.
  targets: fc
    .uniqueArray(fc.record({ url: urls, need: fc.constantFrom<number>(MARKED, DELETED) }), {
      maxLength: 5,
      selector: ({ url }) => url,
    })
    .filter((targets) => countKeys(targets.map(({ url }) => url)) <= 7),
  copies: fc.array(
    fc
      .tuple(urls, fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 14 }))
      .map(([url, marking, more]): SmallCopy => ({ url, marking, deleting: marking + more })),
    { maxLength: 9 },
  ),
  hostCost: fc.constantFrom(0, 1),
})

type Try = typeof tries extends fc.Arbitrary<infer T> ? T : never

interface Keys {
  readonly purge: readonly string[]
  readonly invalidate: readonly string[]
}

function costOf({ copies, hostCost }: Try, { purge, invalidate }: Keys, price: number): number {
  const isReached = (keys: readonly string[], url: string) => keys.some((key) => mayReach(key, url))
  const touched = copies.map(({ url, marking, deleting }) =>
    isReached(purge, url) ? deleting : isReached(invalidate, url) ? marking : 0,
  )
  const keys = [...purge, ...invalidate]
  const hosts = keys.filter((key) => !key.includes('/')).length
  return touched.reduce((sum, cost) => sum + cost, 0) + price * keys.length + hostCost * hosts
}

function isEnough({ targets }: Try, { purge, invalidate }: Keys): boolean {
  return targets.every(({ url, need }) =>
    [...purge, ...(need === MARKED ? invalidate : [])].some((key) => surelyReaches(key, url)),
  )
}

/** Every way to reach the targets with deleting and marking keys. */
function* allWays(one: Try): Generator<Keys> {
  const candidates = [...new Set(one.targets.flatMap(({ url }) => keysOf(url)))]
  for (let way = 0; way < 3 ** candidates.length; way++) {
    const kindOf = (index: number) => Math.floor(way / 3 ** index) % 3
    const keys = {
      purge: candidates.filter((_, index) => kindOf(index) === 1),
      invalidate: candidates.filter((_, index) => kindOf(index) === 2),
    }
    if (isEnough(one, keys)) yield keys
  }
}

function coverOf({ targets, copies, hostCost }: Try) {
  const trie = createTrie()
  const places = targets.map(({ url }) => trie.insert(url))
  const tree = createStringTree(trie)
  const needs = new Uint8Array(tree.size)
  for (const [index, { need }] of targets.entries()) {
    const node = tree.nodeOf[places[index] ?? 0] ?? 0
    // `/a` and `/a/` are one place.
    needs[node] = Math.max(needs[node] ?? 0, need)
  }
  const [deleting, marking, own] = [0, 0, 0].map(() => new Float64Array(tree.size))
  for (const copy of copies) {
    const node = tree.deepest(copy.url)
    if (node < 0 || !deleting || !marking || !own) continue
    deleting[node] = (deleting[node] ?? 0) + copy.deleting
    marking[node] = (marking[node] ?? 0) + copy.marking
    own[node] = (own[node] ?? 0) + 1
  }
  const none = new Float64Array(tree.size)
  const task: JointTask = {
    tree,
    needs,
    deleting: deleting ?? none,
    marking: marking ?? none,
    touched: sumUp(tree, own ?? none),
    key: Float64Array.from(tree.parent, (above) => (above < 0 ? hostCost : 0)),
  }
  const cover = createJointCover(task)
  return (price: number, tie: Tie) => {
    const { purge, invalidate, cost } = cover(price, tie)
    const toKeys = (nodes: readonly number[]) => nodes.map((node) => tree.keyOf(node).key)
    return { cost, keys: { purge: toKeys(purge), invalidate: toKeys(invalidate) } }
  }
}

const PATIENCE = 120_000

test(
  'for every price no set of deleting and marking keys is cheaper, and none as cheap has fewer keys',
  { timeout: PATIENCE },
  () => {
    const seen = { tries: 0, ways: 0, mixed: 0 }
    fc.assert(
      fc.property(tries, fc.integer({ min: 0, max: 12 }), (one, price) => {
        const { cost, keys } = coverOf(one)(price, 'fewest')
        let least = Infinity
        let fewest = Infinity
        for (const way of allWays(one)) {
          const wayCost = costOf(one, way, price)
          const count = way.purge.length + way.invalidate.length
          if (wayCost < least) fewest = count
          else if (wayCost === least) fewest = Math.min(fewest, count)
          least = Math.min(least, wayCost)
          seen.ways++
        }
        expect(isEnough(one, keys)).toBe(true)
        expect(costOf(one, keys, price)).toBe(cost)
        expect({ cost, keys: keys.purge.length + keys.invalidate.length }).toEqual({
          cost: least,
          keys: fewest,
        })
        seen.tries++
        if (keys.purge.length > 0 && keys.invalidate.length > 0) seen.mixed++
      }),
      { numRuns: 2_000 },
    )
    expect(seen.mixed).toBeGreaterThan(0)
    console.log(
      `${seen.tries} random tries compared with ${seen.ways} ways to delete and mark, 0 differences; ${seen.mixed} are best with both kinds.`,
    )
  },
)

test('where everything may be marked, nothing unchanged is deleted', () => {
  fc.assert(
    fc.property(tries, fc.integer({ min: 0, max: 12 }), (one, price) => {
      const targets = one.targets.map(({ url }) => ({ url, need: MARKED }))
      const { keys } = coverOf({ ...one, targets })(price, 'fewest')
      const deleted = one.copies.filter(({ url }) => keys.purge.some((key) => mayReach(key, url)))
      expect(deleted).toEqual([])
    }),
    { numRuns: 1_000 },
  )
})
