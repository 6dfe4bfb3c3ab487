import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { siteWith } from '../../test/builds.ts'
import { baseline, covers, debts, doubtful, doubtsName } from './baseline.ts'
import type { DeployRecord, DeployState } from './record.ts'

/** `a: open`, `b: settled a c`, `c: closed`; started at 0 unless `@<ms>` ends it. */
function record(text: string): DeployRecord {
  const [, id = '', kind, covered = '', at = '0'] =
    /^(\w+): (\w+)([^@]*)(?:@(\d+))?$/.exec(text) ?? []
  const ids = covered.trim().split(' ').filter(Boolean)
  const state: DeployState =
    kind === 'settled'
      ? { kind, covers: ids, pays: [], doubts: [] }
      : { kind: kind === 'closed' ? 'closed' : 'open' }
  const builds = [{ build: id, manifest: id }]
  return {
    id,
    startedAt: Number(at),
    site: siteWith(),
    builds,
    options: {},
    doubts: [],
    owed: [],
    taken: false,
    state,
  }
}

interface Case {
  readonly name: string
  readonly records: readonly string[]
  readonly held: string
}

test.for<Case>([
  { name: 'of no history, nothing is held', records: [], held: '' },
  { name: 'an open deploy may be served', records: ['a: open'], held: 'a' },
  { name: 'a deploy that was given up may have been served', records: ['a: closed'], held: 'a' },
  { name: 'a settled deploy is what the edge holds', records: ['a: settled'], held: 'a' },
  {
    name: 'a settle takes the place of what it covered',
    records: ['a: settled', 'b: settled a'],
    held: 'b',
  },
  {
    name: 'a settle keeps what it did not cover',
    records: ['a: settled', 'b: open', 'c: settled a'],
    held: 'b c',
  },
  {
    name: 'two that settled side by side are both held',
    records: ['a: settled', 'b: settled a', 'c: settled a'],
    held: 'b c',
  },
  {
    name: 'a deploy that ends after it was covered stays covered',
    records: ['a: settled', 'b: settled a'],
    held: 'b',
  },
  {
    name: 'what covered is covered by the next one, and what it covered stays out',
    records: ['a: closed', 'b: settled a', 'c: settled b'],
    held: 'c',
  },
  {
    name: 'ids that no record has say nothing',
    records: ['a: settled x y'],
    held: 'a',
  },
])('$name', ({ records, held }) => {
  expect(idsOf(baseline(records.map(record))).join(' ')).toBe(held)
  expect(
    idsOf(baseline(records.toReversed().map(record)))
      .toReversed()
      .join(' '),
  ).toBe(held)
})

function idsOf(records: readonly DeployRecord[]): string[] {
  return records.map(({ id }) => id)
}

interface CoverCase {
  readonly name: string
  readonly planned: readonly string[]
  readonly covered: string
}

test.for<CoverCase>([
  { name: 'a closed deploy is covered', planned: ['a: closed'], covered: 'a' },
  { name: 'a settled deploy is covered', planned: ['a: settled'], covered: 'a' },
  {
    name: 'an open deploy is not: its files may still arrive',
    planned: ['a: open@950'],
    covered: '',
  },
  {
    name: 'an open deploy is given up at the age for it',
    planned: ['a: open@900', 'b: open@901'],
    covered: 'a',
  },
  {
    name: 'a deploy never covers itself, old or not',
    planned: ['me: open@0', 'a: closed'],
    covered: 'a',
  },
])('$name', ({ planned, covered }) => {
  const found = covers(planned.map(record), { deploy: 'me', readAt: 1000, abandonAfterMs: 100 })
  expect(found.join(' ')).toBe(covered)
})

test('a debt and a doubt stay until a settle pays them, whoever settles meanwhile', () => {
  const why = { code: 'c', text: 't' }
  const owing = {
    ...record('a: open'),
    owed: [{ name: 'a/owed-1', urls: ['https://www.example.com/x'], why, since: 0 }],
    doubts: [why],
  }
  const other: DeployRecord = record('b: settled a')
  const paying: DeployRecord = {
    ...record('c: open'),
    state: { kind: 'settled', covers: [], pays: ['a/owed-1', doubtsName(owing)], doubts: [] },
  }
  expect(debts([owing, other])).toEqual(owing.owed)
  expect(doubtful([owing, other])).toEqual([owing])
  expect(debts([owing, other, paying])).toEqual([])
  expect(doubtful([owing, other, paying])).toEqual([])
})

test('no order of records and no clock changes what is held', () => {
  const ids = ['a', 'b', 'c', 'd']
  const states = fc.oneof(
    fc.constantFrom('open', 'closed'),
    fc.subarray(ids).map((list) => `settled ${list.join(' ')}`),
  )
  const history = fc.tuple(...ids.map((id) => states.map((state) => `${id}: ${state}`)))
  fc.assert(
    fc.property(history, fc.nat({ max: 3 }), (lines, turn) => {
      const records = lines.map(record)
      const turned = records
        .map((_, index) => records[(index + turn) % records.length])
        .flatMap((each, index) => (each ? { ...each, startedAt: 1000 - index } : []))
      expect(idsOf(baseline(turned)).toSorted()).toEqual(idsOf(baseline(records)).toSorted())
    }),
  )
})
