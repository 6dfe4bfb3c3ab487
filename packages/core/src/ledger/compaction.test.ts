import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { baseline, debts, doubtful } from './baseline.ts'
import { removable } from './compaction.ts'
import type { Note } from '../note.ts'
import { foldRecords, serializeRecord, type RecordFile } from './record-file.ts'

const SITE = {
  origins: [{ url: 'https://www.example.com', dir: '', documents: true }],
  base: '/',
  cleanUrls: 'both',
  trailingSlash: 'both',
}

function file(name: string, fields: Readonly<Record<string, unknown>>): RecordFile {
  return { name, bytes: serializeRecord(fields) }
}

function started(id: string, at: number, doubts: readonly Note[] = []): RecordFile {
  const build = { build: id, manifest: `manifests/${id}` }
  return file(`${id}/started`, { ...build, at, site: SITE, options: {}, doubts })
}

const NOTE: Note = { code: 'c', text: 't' }

/** Histories of deploys that settle over one another, are closed, owe, or stay open. */
const anyHistory = fc
  .array(
    fc.record({
      end: fc.constantFrom('settled', 'closed', 'open'),
      owes: fc.boolean(),
      doubts: fc.boolean(),
      sees: fc.array(fc.nat(11), { maxLength: 6 }),
      pays: fc.array(fc.nat(11), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((deploys) =>
    deploys.flatMap(({ end, owes, doubts, sees, pays }, index) => {
      const id = `d${index}`
      const earlier = [...new Set(sees)]
        .filter((other) => other < index)
        .map((other) => `d${other}`)
      return [
        started(id, index, doubts ? [NOTE] : []),
        ...(owes
          ? [
              file(`${id}/owed-1`, {
                urls: ['https://www.example.com/x'],
                why: { code: 'c', text: 't' },
              }),
            ]
          : []),
        ...(end === 'settled'
          ? [
              file(`${id}/settled`, {
                covers: earlier,
                pays: pays.flatMap((other) =>
                  other < index ? [`d${other}/owed-1`, `d${other}/doubts`] : [],
                ),
                doubts: [],
              }),
            ]
          : []),
        ...(end === 'closed' ? [file(`${id}/closed`, {})] : []),
      ]
    }),
  )

const idsOf = (files: readonly RecordFile[]) =>
  baseline(foldRecords(files).records).map(({ id }) => id)
const debtsOf = (files: readonly RecordFile[]) => {
  const { records } = foldRecords(files)
  return [...debts(records).map(({ name }) => name), ...doubtful(records).map(({ id }) => id)]
}

test('wherever a compaction ends, baseline, debts and damage are what they were', () => {
  fc.assert(
    fc.property(anyHistory, (files) => {
      const { remove } = removable(
        files.map(({ name }) => name),
        foldRecords(files),
      )
      for (let done = 0; done <= remove.length; done++) {
        const gone = new Set(remove.slice(0, done))
        const left = files.filter(({ name }) => !gone.has(name))
        expect(idsOf(left)).toEqual(idsOf(files))
        expect(debtsOf(left)).toEqual(debtsOf(files))
        expect(foldRecords(left).damage).toEqual([])
      }
    }),
    { numRuns: 100 },
  )
})

test('a chain of settles leaves the last one', () => {
  const files = [0, 1, 2, 3].flatMap((index) => [
    started(`d${index}`, index),
    file(`d${index}/settled`, { covers: index > 0 ? [`d${index - 1}`] : [], pays: [], doubts: [] }),
  ])
  const { remove, keep } = removable(
    files.map(({ name }) => name),
    foldRecords(files),
  )
  expect(keep.map(({ id }) => id)).toEqual(['d3'])
  expect(remove).toHaveLength(6)
})
