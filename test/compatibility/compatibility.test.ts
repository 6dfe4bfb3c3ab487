import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compatibilityPage, type Compatibility } from '../../docs/compatibility-page.ts'
import { FRAMEWORKS } from '../frameworks/list/index.ts'
import { expectedResults } from './expected-results.ts'
import { resultsOfReport } from './results-of-report.ts'

function read(name: string): string {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
}

const RESULTS = JSON.parse(read('compatibility.json')) as Compatibility

test('every bundler of the catalog was built with in every situation; `pnpm compatibility` does it anew', () => {
  const { situations, bundlers } = RESULTS
  expect({ situations, bundlers }).toEqual(expectedResults())
})

test('every framework was built with, and all holds', () => {
  const sound = { once: true, complete: true, minimal: true, notOnFailure: true }
  expect(RESULTS.frameworks).toEqual(
    FRAMEWORKS.map(({ name }) => expect.objectContaining({ name, ...sound })),
  )
})

test('the page is what the results are; `pnpm generate` writes it anew', () => {
  expect(read('compatibility.md')).toBe(compatibilityPage(RESULTS))
})

const SITUATIONS = [{ name: 'one build' }, { name: 'watch' }]

test.for([
  { passed: 2, cell: { result: 'yes', cases: 2 } },
  { passed: 1, cell: { result: 'no', cases: 2, why: '1 of 2 hold' } },
  { passed: 0, cell: { result: 'no', cases: 2, why: '0 of 2 hold' } },
])('$passed of two cases that ran', ({ passed, cell }) => {
  const none = { result: 'none', why: 'it does not watch' } as const
  const expected = {
    name: 'vite',
    version: '8',
    cells: [{ result: 'yes', cases: 2 }, none],
  } as const
  const ran = [0, 1].map((index) => ({
    ancestorTitles: ['vite', 'one build'],
    title: `case ${index}`,
    status: index < passed ? 'passed' : 'failed',
  }))

  const results = resultsOfReport({ testResults: [{ assertionResults: ran }] }, SITUATIONS, [
    expected,
  ])

  expect(results).toEqual([{ ...expected, cells: [cell, none] }])
})
