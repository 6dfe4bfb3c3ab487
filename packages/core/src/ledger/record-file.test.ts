import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { siteWith } from '../../test/builds.ts'
import { foldRecords, serializeRecord, type RecordFile } from './record-file.ts'

const STARTED = {
  deploy: 'd1',
  at: 1000,
  build: 'b1',
  manifest: 'm1',
  site: siteWith(),
  options: {},
  doubts: [],
}

function file(name: string, fields: Readonly<Record<string, unknown>>): RecordFile {
  return { name, bytes: serializeRecord(fields) }
}

test('a deploy is put together from its keys, in whatever order they come', () => {
  const note = { code: 'some-doubt', text: 'Some doubt.' }
  const files = [
    file('d1/settled', {
      deploy: 'd1',
      at: 1002,
      covers: ['d0'],
      pays: ['d0/owed-1'],
      doubts: [note],
    }),
    file('d2/started', { ...STARTED, at: 999, site: siteWith({ fallback: 'index.html' }) }),
    file('d1/build-b2', { deploy: 'd1', at: 1001, build: 'b2', manifest: 'm2' }),
    file('d1/started', { ...STARTED, options: { dir: ['dist'] } }),
    file('d3/started', { ...STARTED, at: 1003 }),
    file('d3/closed', {}),
  ]
  const found = foldRecords(files)
  expect(found.damage).toEqual([])
  expect(found.records).toMatchObject([
    { id: 'd2', state: { kind: 'open' }, site: { fallback: 'index.html' } },
    {
      id: 'd1',
      startedAt: 1000,
      builds: [
        { build: 'b1', manifest: 'm1' },
        { build: 'b2', manifest: 'm2' },
      ],
      options: { dir: ['dist'] },
      state: { kind: 'settled', covers: ['d0'], pays: ['d0/owed-1'], doubts: [note] },
    },
    { id: 'd3', state: { kind: 'closed' } },
  ])
  expect(foldRecords(files.toReversed())).toEqual(found)
})

test('a deploy that was settled and closed is settled', () => {
  const { records } = foldRecords([
    file('d1/started', STARTED),
    file('d1/closed', {}),
    file('d1/settled', { covers: [], pays: [], doubts: [] }),
  ])
  expect(records[0]?.state.kind).toBe('settled')
})

test('a record is one line of JSON', () => {
  expect(Buffer.from(serializeRecord({ deploy: 'd1' })).toString()).toBe(
    '{"version":1,"deploy":"d1"}\n',
  )
})

interface Damaged {
  readonly name: string
  readonly file: RecordFile
  readonly says: string
}

const text = (name: string, content: string): RecordFile => ({ name, bytes: Buffer.from(content) })

test.for<Damaged>([
  { name: 'an empty record', file: text('d1/closed', ''), says: 'no JSON, or cut short' },
  {
    name: 'a record cut in half',
    file: text('d1/started', JSON.stringify({ version: 1, ...STARTED }).slice(0, 90)),
    says: 'no JSON, or cut short',
  },
  { name: 'a list', file: text('d1/closed', '[]'), says: 'it is no object' },
  {
    name: 'another version',
    file: text('d1/closed', '{"version":2}'),
    says: 'it has version 2, but this release reads 1',
  },
  { name: 'no version', file: text('d1/closed', '{}'), says: 'it has no version' },
  {
    name: 'a version of any depth',
    file: text('d1/closed', `{"version":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    says: 'it has no version',
  },
  {
    name: 'a record that vanished',
    file: { name: 'd1/closed', bytes: undefined },
    says: 'vanished while it was read',
  },
  { name: 'a stray key', file: file('stray', {}), says: 'its name is none' },
  { name: 'a key too deep', file: file('d1/closed/x', {}), says: 'its name is none' },
  { name: 'a key without a deploy', file: file('/closed', {}), says: 'its name is none' },
  { name: 'an unknown part', file: file('d1/exploded', {}), says: 'its name is none' },
  {
    name: 'a settle that covers a text',
    file: file('d1/settled', { covers: 'd0', pays: [], doubts: [] }),
    says: 'a field is missing',
  },
  {
    name: 'a settle without doubts',
    file: file('d1/settled', { covers: [], pays: [] }),
    says: 'a field is missing',
  },
  {
    name: 'a later build without manifest',
    file: file('d1/build-b2', { build: 'b2' }),
    says: 'a field is missing',
  },
  ...Object.keys(STARTED)
    .filter((field) => field !== 'deploy')
    .map((field) => ({
      name: `a start without \`${field}\``,
      file: file('d1/started', { ...STARTED, [field]: undefined }),
      says: 'a field is missing',
    })),
  ...[
    { field: 'at', value: 1e300 },
    { field: 'site', value: { ...siteWith(), base: 'docs' } },
    { field: 'site', value: { ...siteWith(), origins: [{ url: 'x', dir: '', documents: true }] } },
  ].map(({ field, value }) => ({
    name: `a start whose \`${field}\` is ${JSON.stringify(value)}`,
    file: file('d1/started', { ...STARTED, [field]: value }),
    says: 'a field is missing or of the wrong kind',
  })),
])('$name is damage, and is named', ({ file: damaged, says }) => {
  const others = damaged.name === 'd1/started' ? [] : [file('d1/started', STARTED)]
  const { damage } = foldRecords([...others, damaged])
  expect(damage[0]?.note.code).toBe('damaged-record')
  expect(damage[0]?.note.text).toContain(
    `The record "${damaged.name}" of the ledger is not usable: `,
  )
  expect(damage[0]?.note.text).toContain(says)
})

test('a deploy whose end is damaged has ended, and one whose start is missing is damage', () => {
  const settled = foldRecords([file('d1/started', STARTED), text('d1/settled', '{')])
  expect(settled.records[0]?.state).toEqual({ kind: 'closed' })
  expect(settled.damage).toHaveLength(1)
  const headless = foldRecords([file('d1/closed', {})])
  expect(headless.records).toEqual([])
  expect(headless.damage[0]?.note.text).toContain('"d1/started" of the ledger is not usable')
})

test('names of Object.prototype are deploys like others', () => {
  const { records, damage } = foldRecords([file('__proto__/started', STARTED)])
  expect([records.map(({ id }) => id), damage]).toEqual([['__proto__'], []])
})

test('whatever stands in a record, it is read or becomes damage', () => {
  const names = fc.constantFrom('d1/started', 'd1/settled', 'd1/closed', 'd1/build-x', 'd1/y', '')
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.json().map((json) => Buffer.from(json)),
    fc
      .tuple(fc.constantFrom(...Object.keys(STARTED), 'covers', 'pays', 'doubts'), fc.jsonValue())
      .map(([field, value]) =>
        serializeRecord({ ...STARTED, covers: [], pays: [], doubts: [], [field]: value }),
      ),
  )
  fc.assert(
    fc.property(fc.array(fc.record({ name: names, bytes })), (files) => {
      const { records, damage } = foldRecords(files)
      for (const { builds } of records) expect(builds.length).toBeGreaterThan(0)
      if (files.some(({ name }) => name === '')) expect(damage).not.toEqual([])
    }),
    { numRuns: 500 },
  )
})
