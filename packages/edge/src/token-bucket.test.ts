import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PLAN_LIMITS } from './plan-limits.ts'
import { createRateLimits } from './rate-limits.ts'
import { createTokenBucket } from './token-bucket.ts'

test('in any span no more is given than the bucket holds and what flows in', () => {
  const step = fc.record({ waitMs: fc.nat({ max: 5000 }), tokens: fc.integer({ min: 1, max: 10 }) })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      let now = 0
      let given = 0
      const bucket = createTokenBucket({ perSecond: 2, capacity: 10 }, () => now)
      for (const { waitMs, tokens } of steps) {
        now += waitMs
        if (bucket.take(tokens).taken) given += tokens
        expect(given).toBeLessThanOrEqual(10 + (now / 1000) * 2 + 1e-6)
      }
    }),
  )
})

test('after the wait it names there is enough, and a moment before there is not', () => {
  let now = 0
  const bucket = createTokenBucket({ perSecond: 5 / 60, capacity: 1 }, () => now)
  expect(bucket.take(1)).toEqual({ taken: true })
  const refused = bucket.take(1)
  if (refused.taken) throw new Error('The bucket gave what it does not have.')
  expect(refused.waitMs).toBeCloseTo(12_000)
  now = refused.waitMs - 1
  expect(bucket.take(1).taken).toBe(false)
  now = refused.waitMs
  expect(bucket.take(1).taken).toBe(true)
})

test('Free gives 25 requests at once and then one each 12 seconds', () => {
  let now = 0
  const limits = createRateLimits(() => now)
  const take = (): boolean => limits.take('free', { files: 0, keys: true }).allowed
  expect(Array.from({ length: 26 }, take).filter(Boolean)).toHaveLength(25)
  now += 12_000
  expect([take(), take()]).toEqual([true, false])
})

test('URLs have a supply of their own, and each plan has its own', () => {
  const limits = createRateLimits(() => 0)
  for (let url = 0; url < PLAN_LIMITS.free.urlsPerSecond; url += 100) {
    expect(limits.take('free', { files: 100, keys: false }).allowed).toBe(true)
  }
  const refused = limits.take('free', { files: 100, keys: false })
  expect(refused.allowed).toBe(false)
  expect(refused.headers).toMatchObject({ 'Retry-After': '1' })
  expect(limits.take('free', { files: 0, keys: true }).allowed).toBe(true)
  expect(limits.take('pro', { files: 100, keys: false }).allowed).toBe(true)
})
