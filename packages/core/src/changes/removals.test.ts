import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { builds, manifestOf, type SmallBuild } from '../../test/builds.ts'
import { suspiciousRemovals } from './removals.ts'

/** Stable files `f0` … with bytes of their own. */
function files(from: number, to: number, bytes = ''): SmallBuild {
  return Object.fromEntries(
    Array.from({ length: to - from }, (_, index) => [
      `f${String(from + index).padStart(4, '0')}`,
      `${bytes}${from + index}`,
    ]),
  )
}

interface Case {
  readonly name: string
  readonly before: SmallBuild
  readonly next: SmallBuild
  readonly maxRemoved?: number
  /** `<removed> of <of>` */
  readonly found: string | undefined
}

test.for<Case>([
  { name: 'nothing lost', before: files(0, 100), next: files(0, 100), found: undefined },
  {
    name: '19 files are never suspicious, all of them or not',
    before: files(0, 19),
    next: {},
    found: undefined,
  },
  { name: '20 of 20 files', before: files(0, 20), next: {}, found: '20 of 20' },
  {
    name: 'exactly the share is not more than the share',
    before: files(0, 400),
    next: files(20, 400),
    found: undefined,
  },
  {
    name: 'one more than the share',
    before: files(0, 400),
    next: files(21, 400),
    found: '21 of 400',
  },
  {
    name: 'files that moved are not lost',
    before: files(0, 100),
    next: Object.fromEntries(Object.entries(files(0, 100)).map(([k, v]) => [`to/${k}`, v])),
    found: undefined,
  },
  {
    name: 'fingerprinted files do not count',
    before: { ...files(0, 100, '#'), ...files(100, 200) },
    next: files(100, 200),
    found: undefined,
  },
  {
    name: 'fingerprinted files do not dilute the share either',
    before: { ...files(0, 900, '#'), ...files(900, 1000) },
    next: files(920, 1000),
    found: '20 of 100',
  },
  {
    name: 'other bytes at the same path are not lost',
    before: files(0, 100),
    next: files(0, 100, 'x'),
    found: undefined,
  },
  {
    name: 'a share of 1 allows everything',
    before: files(0, 100),
    next: {},
    maxRemoved: 1,
    found: undefined,
  },
  {
    name: 'a share of 0 allows fewer than 20',
    before: files(0, 100),
    next: files(20, 100),
    maxRemoved: 0,
    found: '20 of 100',
  },
])('$name', ({ before, next, maxRemoved = 0.05, found }) => {
  const removals = suspiciousRemovals(manifestOf(before), manifestOf(next), maxRemoved)
  expect(removals && `${removals.removed} of ${removals.of}`).toBe(found)
})

test('the examples are the first in path order', () => {
  const removals = suspiciousRemovals(manifestOf(files(0, 100)), manifestOf(files(50, 100)), 0.05)
  expect(removals?.examples).toEqual(['f0000', 'f0001', 'f0002'])
})

test('small builds are never suspicious', () => {
  fc.assert(
    fc.property(builds, builds, (before, next) => {
      expect(suspiciousRemovals(before, next, 0)).toBeUndefined()
    }),
  )
})
