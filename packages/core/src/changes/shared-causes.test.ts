import { expect, test } from 'vitest'
import { createManifest } from '../manifest/manifest.ts'
import { shapeOf } from '../shape/shape.ts'
import { diff, type Change } from './diff.ts'
import { describeSharedCause, sharedCauses } from './shared-causes.ts'

/** A build of pages, each with this text; of the first `lookedAt` the shape is known. */
function buildOf(texts: readonly string[], lookedAt = texts.length) {
  return createManifest(
    texts.map((text, index) => ({
      path: `p${String(index).padStart(4, '0')}.html`,
      size: text.length,
      digest: `test-${Buffer.from(text).toString('hex')}`,
      fingerprinted: false,
      ...(index < lookedAt && { shape: shapeOf(Buffer.from(text)) }),
    })),
  )
}

function pages(count: number, text: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => text(index))
}

const said = (changes: readonly Change[]) => sharedCauses(changes).map(describeSharedCause)

test('sixty pages with another date have one cause', () => {
  const changes = diff(
    [buildOf(pages(60, (index) => `page ${index} of 2/13/2026`))],
    buildOf(pages(60, (index) => `page ${index} of 2/20/2026`)),
  )
  expect(new Set(changes.map(({ reason }) => reason))).toEqual(new Set(['only a date']))
  expect(said(changes)).toEqual(['All 60 changed pages differ only in a date.'])
})

test('fewer than fifty are left to the reader', () => {
  const changes = diff(
    [buildOf(pages(49, () => 'on 2/13/2026'))],
    buildOf(pages(49, () => 'on 2/20/2026')),
  )
  expect(said(changes)).toEqual([])
})

test('pages with other content are counted beside them', () => {
  const changes = diff(
    [buildOf(pages(60, () => 'main.1a2b3c4d.js x'))],
    buildOf(pages(60, (index) => `main.9f8e7d6c.js ${index === 7 ? 'y' : 'x'}`)),
  )
  expect(said(changes)).toEqual(['59 of 60 changed pages differ only in hash references.'])
})

test('what was looked at stands for the rest', () => {
  const changes = diff(
    [
      buildOf(
        pages(1600, () => 'on 2/13/2026'),
        20,
      ),
    ],
    buildOf(
      pages(1600, () => 'on 2/20/2026'),
      20,
    ),
  )
  expect(said(changes)).toEqual([
    '20 of the 20 changed pages that were looked at differ only in a date, so about 1,600 of 1,600 do.',
  ])
})

test('one page that was looked at says nothing about the rest', () => {
  const changes = diff(
    [
      buildOf(
        pages(600, () => 'on 2/13/2026'),
        1,
      ),
    ],
    buildOf(
      pages(600, () => 'on 2/20/2026'),
      1,
    ),
  )
  expect(said(changes)).toEqual([])
})

test('of several earlier builds each counts', () => {
  const [a, b, c, d] = ['on 2/13/2026', 'on 2/14/2026', 'on 2/20/2026 v1.2.3', 'off'].map((text) =>
    buildOf([text]),
  )
  const reasonOf = (baseline: readonly (typeof a)[], next: typeof a) =>
    next &&
    diff(
      baseline.flatMap((one) => one ?? []),
      next,
    ).map(({ reason }) => reason)
  expect(reasonOf([a, b], buildOf(['on 2/20/2026']))).toEqual([
    'only a date in all 2 earlier builds',
  ])
  expect(reasonOf([c], buildOf(['on 2/21/2026 v1.2.4']))).toEqual(['only a date and a version'])
  expect(reasonOf([a, d], b)).toEqual(['other content in all 2 earlier builds'])
  expect(reasonOf([a, buildOf(['x'], 0)], b)).toEqual(['other bytes in all 2 earlier builds'])
})
