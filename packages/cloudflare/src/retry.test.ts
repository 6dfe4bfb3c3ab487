import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_RETRY_DELAY_MS, retryDelayMs, type Failure } from './retry.ts'

const lost: Failure = { kind: 'no-answer' }
const now = Date.parse('2026-01-01T00:00:00Z')

function answer(
  status: number,
  headers: Record<string, string> = {},
  rateLimited = status === 429,
): Failure {
  return { kind: 'answer', status, headers, rateLimited }
}

function delay(failures: readonly Failure[], random = 0, maxRetries = 4): number | undefined {
  return retryDelayMs({ failures, maxRetries, random, nowMs: now })
}

test.for<{ name: string; failures: Failure[]; ms: number | undefined }>([
  { name: 'a lost connection', failures: [lost], ms: 500 },
  { name: 'a second one', failures: [lost, lost], ms: 1000 },
  { name: 'a fourth one', failures: [lost, lost, lost, lost], ms: 4000 },
  { name: 'a fifth one', failures: [lost, lost, lost, lost, lost], ms: undefined },
  { name: 'a request timeout', failures: [answer(408)], ms: 500 },
  { name: 'a conflict', failures: [answer(409)], ms: 500 },
  { name: 'a server error', failures: [answer(503)], ms: 500 },
  { name: 'a success that is none', failures: [answer(200)], ms: undefined },
  { name: 'a bad request', failures: [answer(400)], ms: undefined },
  { name: 'a refusal', failures: [answer(403)], ms: undefined },
  { name: 'a missing page', failures: [answer(404)], ms: undefined },
  { name: 'a redirection', failures: [answer(301)], ms: undefined },
  { name: 'a first 401', failures: [answer(401)], ms: 500 },
  { name: 'a second 401', failures: [answer(401), answer(401)], ms: undefined },
  {
    name: 'a second 401 after something else',
    failures: [answer(401), lost, answer(401)],
    ms: undefined,
  },
  { name: 'a rate limit', failures: [answer(429)], ms: 4000 },
  { name: 'a rate limit by its code alone', failures: [answer(200, {}, true)], ms: 4000 },
  { name: 'seconds to wait', failures: [answer(429, { 'retry-after': '7' })], ms: 7000 },
  { name: 'seconds to wait on a 503', failures: [answer(503, { 'retry-after': '7' })], ms: 7000 },
  {
    name: 'a date to wait for',
    failures: [answer(429, { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' })],
    ms: 9000,
  },
  {
    name: 'a date that is past',
    failures: [answer(429, { 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' })],
    ms: 4000,
  },
  { name: 'no sense to wait for', failures: [answer(429, { 'retry-after': '-3' })], ms: 4000 },
  {
    name: 'an hour to wait',
    failures: [answer(429, { 'retry-after': '3600' })],
    ms: MAX_RETRY_DELAY_MS,
  },
  {
    name: 'a bucket that is empty',
    failures: [answer(429, { ratelimit: '"default";r=0;t=5' })],
    ms: 5000,
  },
  {
    name: 'a bucket that is not',
    failures: [answer(429, { ratelimit: '"default";r=50;t=30' })],
    ms: 4000,
  },
  {
    name: 'the longer of two waits',
    failures: [answer(429, { 'retry-after': '2', ratelimit: '"a";r=0;t=3, "b";r=0;t=6' })],
    ms: 6000,
  },
])('$name: waits $ms ms', ({ failures, ms }) => {
  expect(delay(failures)).toBe(ms)
})

test('a wait that was asked for is never cut short by the jitter', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      fc.integer({ min: 1, max: 60 }),
      (random, seconds) => {
        const ms = delay([answer(429, { 'retry-after': String(seconds) })], random) ?? 0
        expect(ms).toBeGreaterThanOrEqual(seconds * 1000)
        expect(ms).toBeLessThanOrEqual(MAX_RETRY_DELAY_MS)
      },
    ),
  )
})

test('whatever the headers say, the wait is from 0 to the most, and the attempts are bounded', () => {
  const header = fc.oneof(fc.string(), fc.stringMatching(/^"d";r=\d*;t=\d*$/), fc.nat().map(String))
  fc.assert(
    fc.property(
      header,
      header,
      fc.nat(12),
      fc.nat(10),
      (retryAfter, ratelimit, before, maxRetries) => {
        const failures = [
          ...Array.from({ length: before }, () => lost),
          answer(429, { 'retry-after': retryAfter, ratelimit }),
        ]
        const ms = delay(failures, 0.5, maxRetries)
        if (failures.length > maxRetries) expect(ms).toBeUndefined()
        else {
          expect(ms).toBeGreaterThanOrEqual(0)
          expect(ms).toBeLessThanOrEqual(MAX_RETRY_DELAY_MS)
        }
      },
    ),
  )
})
