import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  allCovers,
  collateralOf,
  countKeys,
  surelyReaches,
  type SmallKept,
} from '../../test/oracle.ts'
import { createCover, type CoverTask, type Tie } from './cover.ts'
import { exactCover } from './exact-cover.ts'
import { lowestFitting } from './price.ts'
import { createStringTree } from './string-tree.ts'
import { sumUp } from './sum-up.ts'
import { createTrie } from './trie.ts'

/** Segments that begin one another, and one that sorts before the slash. */
const urls = fc
  .tuple(
    fc.constantFrom('h', 'g'),
    fc.array(fc.constantFrom('a', 'ab', 'abc', 'a-b', 'b'), { maxLength: 3 }),
    fc.constantFrom('', '/'),
  )
  .map(
    ([host, segments, slash]) => new URL(`https://${[host, ...segments].join('/')}${slash}`).href,
  )

const tries = fc.record({
  // So many keys that every set of them can be tried.
  targets: fc.uniqueArray(urls, { maxLength: 5 }).filter((list) => countKeys(list) <= 10),
  kept: fc.array(fc.record({ url: urls, cost: fc.integer({ min: 0, max: 20 }) }), { maxLength: 9 }),
})

interface Found {
  readonly keys: readonly string[]
  readonly cost: number
}

function taskOf(targets: readonly string[], kept: readonly SmallKept[]): CoverTask {
  const trie = createTrie()
  const places = targets.map(trie.insert)
  const tree = createStringTree(trie)
  const collateral = new Float64Array(tree.size)
  for (const { url, cost } of kept) {
    const node = tree.deepest(url)
    if (node >= 0) collateral[node] = (collateral[node] ?? 0) + cost
  }
  const uncovered = new Float64Array(tree.size)
  for (const place of places) uncovered[tree.nodeOf[place] ?? 0] = Infinity
  return { tree, uncovered, collateral: sumUp(tree, collateral) }
}

function keysAt({ tree }: CoverTask, chosen: readonly number[]): string[] {
  return chosen.map((node) => tree.keyOf(node).key)
}

function coverOf(
  targets: readonly string[],
  kept: readonly SmallKept[],
  tie: Tie = 'fewest',
): (price: number) => Found {
  const task = taskOf(targets, kept)
  const cover = createCover(task)
  return (price) => {
    const { chosen, cost } = cover(price, tie)
    return { cost, keys: keysAt(task, chosen) }
  }
}

function exactCoverOf(targets: readonly string[], kept: readonly SmallKept[], room: number): Found {
  const task = taskOf(targets, kept)
  const weight = new Uint8Array(task.tree.size).fill(1)
  const { chosen, cost } = exactCover({ ...task, weight }, room)
  return { cost, keys: keysAt(task, chosen) }
}

/** The oracle tries every set of keys, thousands of times. */
const PATIENCE = 60_000

test(
  'for every price no set of keys is cheaper, and none as cheap has fewer keys',
  { timeout: PATIENCE },
  () => {
    let compared = 0
    let covers = 0
    fc.assert(
      fc.property(tries, fc.integer({ min: 0, max: 12 }), ({ targets, kept }, price) => {
        const { keys, cost } = coverOf(targets, kept)(price)
        const all = allCovers(targets, kept)
        const costs = all.map((one) => one.collateral + price * one.keys.length)
        const least = Math.min(...costs)
        const fewest = Math.min(
          ...all.filter((_, i) => costs[i] === least).map((one) => one.keys.length),
        )
        expect({ cost, keys: keys.length }).toEqual({ cost: least, keys: fewest })
        expect(collateralOf(keys, kept) + price * keys.length).toBe(least)
        compared++
        covers += all.length
      }),
      { numRuns: 3_000 },
    )
    console.log(`${compared} random tries compared with ${covers} covers, 0 differences.`)
  },
)

test('the narrowest cover costs as little, and at no price it takes nothing but the keys of targets', () => {
  fc.assert(
    fc.property(tries, fc.integer({ min: 0, max: 12 }), ({ targets, kept }, price) => {
      const few = coverOf(targets, kept)(price)
      expect(coverOf(targets, kept, 'narrowest')(price).cost).toBe(few.cost)
      const own = targets.map((url) => url.replace(/^https:\/\/|\/$/g, ''))
      expect(own).toEqual(expect.arrayContaining([...coverOf(targets, kept, 'narrowest')(0).keys]))
    }),
    { numRuns: 1_000 },
  )
})

test('every target is surely reached, and no key is there for nothing', () => {
  fc.assert(
    fc.property(tries, fc.integer({ min: 0, max: 40 }), ({ targets, kept }, price) => {
      const { keys } = coverOf(targets, kept)(price)
      for (const url of targets) expect(keys.some((key) => surelyReaches(key, url))).toBe(true)
      for (const key of keys) {
        const others = keys.filter((other) => other !== key)
        expect(targets.some((url) => !others.some((other) => surelyReaches(other, url)))).toBe(true)
      }
    }),
    { numRuns: 2_000 },
  )
})

test(
  'with room for so many keys, what is found fits whenever anything does, and nothing with as few keys costs less',
  { timeout: PATIENCE },
  () => {
    fc.assert(
      fc.property(tries, fc.integer({ min: 0, max: 5 }), ({ targets, kept }, room) => {
        const found = lowestFitting(
          coverOf(targets, kept),
          ({ keys }) => keys.length <= room,
          1 + kept.reduce((sum, { cost }) => sum + cost, 0),
        )
        const all = allCovers(targets, kept)
        expect(found !== undefined).toBe(all.some(({ keys }) => keys.length <= room))
        if (!found) return
        const collateral = collateralOf(found.keys, kept)
        const asFew = all.filter(({ keys }) => keys.length <= found.keys.length)
        expect(collateral).toBe(Math.min(...asFew.map((one) => one.collateral)))
      }),
      { numRuns: 1_000 },
    )
  },
)

test(
  'with room for so many keys, the exact cover is the cheapest of all that fit',
  { timeout: PATIENCE },
  () => {
    let compared = 0
    fc.assert(
      fc.property(tries, fc.integer({ min: 0, max: 7 }), ({ targets, kept }, room) => {
        const { keys, cost } = exactCoverOf(targets, kept, room)
        const fitting = allCovers(targets, kept).filter((one) => one.keys.length <= room)
        expect(cost).toBe(Math.min(...fitting.map(({ collateral }) => collateral)))
        compared++
        if (cost === Infinity) return
        expect(keys.length).toBeLessThanOrEqual(room)
        expect(collateralOf(keys, kept)).toBe(cost)
        for (const url of targets) expect(keys.some((key) => surelyReaches(key, url))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
    console.log(`${compared} random tries with limited room compared, 0 differences.`)
  },
)

test('more room never costs more collateral', () => {
  fc.assert(
    fc.property(tries, ({ targets, kept }) => {
      const most = 1 + kept.reduce((sum, { cost }) => sum + cost, 0)
      const cover = coverOf(targets, kept)
      let before = Infinity
      for (let room = 0; room <= 6; room++) {
        const found = lowestFitting(cover, ({ keys }) => keys.length <= room, most)
        if (!found) continue
        const collateral = collateralOf(found.keys, kept)
        expect(collateral).toBeLessThanOrEqual(before)
        before = collateral
      }
    }),
    { numRuns: 2_000 },
  )
})
