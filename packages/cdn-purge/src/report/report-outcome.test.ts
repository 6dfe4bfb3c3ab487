import { PurgeError, type PlanRequest, type PurgeOutcome } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { extraLines, outcomeLines, verdictLines } from './report-outcome.ts'
import type { Verdict } from '../verify/verdict.ts'

const REQUEST: PlanRequest = {
  action: 'purge',
  by: 'files',
  targets: ['https://www.example.com/', 'https://www.example.com/a'],
  reason: '',
}
const ACCEPTED: PurgeOutcome = { kind: 'accepted', request: REQUEST, receipt: { id: '1' } }
const NOT_SENT: PurgeOutcome = { kind: 'not-sent', request: REQUEST }
const FAILED: PurgeOutcome = {
  kind: 'failed',
  request: REQUEST,
  error: new PurgeError('api-refused', 'Cloudflare answered 403.', { hint: 'Look at the token.' }),
}

interface Case {
  readonly name: string
  readonly outcomes: readonly PurgeOutcome[]
  readonly lines: readonly string[]
}

test.for<Case>([
  { name: 'nothing was sent', outcomes: [], lines: [] },
  { name: 'one request', outcomes: [ACCEPTED], lines: ['Accepted: 1 request, 2 targets.'] },
  {
    name: 'all accepted',
    outcomes: [ACCEPTED, ACCEPTED],
    lines: ['Accepted: 2 requests, 4 targets.'],
  },
  {
    name: 'two refused, the rest not sent',
    outcomes: [ACCEPTED, FAILED, FAILED, NOT_SENT],
    lines: [
      'Accepted: 1 of 4 requests, 2 targets.',
      'Failed:',
      '  - purge files "https://www.example.com/" and 1 more',
      '  - purge files "https://www.example.com/" and 1 more: Cloudflare answered 403.',
      '    Look at the token.',
      'Not sent: 1 request.',
    ],
  },
])('$name', ({ outcomes, lines }) => {
  expect(outcomeLines(outcomes)).toEqual(lines)
})

function verdict(kind: Verdict['kind'], path: string): Verdict {
  const url = `https://www.example.com/${path}`
  const about = { url, path, kept: false, cacheStatus: 'HIT', colo: undefined }
  return { ...about, kind, why: 'the bytes of an older build', origin: 'this-build' }
}

test('what is as built is counted, what is not is named, stale ones first', () => {
  const verdicts = [verdict('unknown', 'a'), verdict('fresh', 'b'), verdict('stale', 'c')]
  expect(verdictLines(verdicts, { all: false })).toEqual([
    'Checked 3 URLs through the edge: 1 fresh, 1 stale, 1 unknown.',
    '  - https://www.example.com/c (HIT): the bytes of an older build',
    '  ? https://www.example.com/a (HIT): the bytes of an older build',
  ])
})

test('many stale URLs are cut, unless all are asked for', () => {
  const verdicts = Array.from({ length: 25 }, (_, index) => verdict('stale', `${index}`))
  expect(verdictLines(verdicts, { all: false }).at(-1)).toBe(
    '    … and 15 more (`--all` shows them)',
  )
  expect(verdictLines(verdicts, { all: true })).toHaveLength(26)
})

test('nothing checked, nothing said', () => {
  expect(verdictLines([], { all: false })).toEqual([])
})

test('requests beside the plan are counted by what they were for', () => {
  const extras = [
    { why: 'ask-marker', outcome: ACCEPTED },
    { why: 'ask-marker', outcome: ACCEPTED },
    { why: 'heal-exactly', outcome: FAILED },
  ] as const
  expect(extraLines(extras)).toEqual([
    'Beside the plan: 2 requests for 2 targets to ask for the marker, as the edge answers it out of its cache whatever the query string.',
    'Beside the plan: 1 request for 2 targets for what stayed stale, exactly, 1 of them not accepted.',
  ])
})

test('what is right and never cached is counted apart, and a data centre is named', () => {
  const verdicts = [verdict('not-cached', 'a'), { ...verdict('stale', 'b'), colo: 'FRA' }]
  expect(verdictLines(verdicts, { all: false })).toEqual([
    'Checked 2 URLs through the edge: 0 fresh, 1 right and never cached, 1 stale, 0 unknown.',
    '  - https://www.example.com/b (HIT, FRA): the bytes of an older build',
  ])
})
