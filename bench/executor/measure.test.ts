import { expect, test } from 'vitest'
import { measure, type Case } from './measure.ts'

const PLANS = ['free', 'pro', 'business', 'enterprise'] as const

const CASES: readonly Omit<Case, 'hasRival'>[] = PLANS.flatMap((plan) =>
  (['files', 'keys'] as const).map((kind) => ({ plan, kind })),
)

test.for(CASES)(
  'at the edge, alone on $plan, $kind take at most 1.05 of the optimum and are never refused',
  async (each) => {
    const { seconds, optimum, refusals, accepted, targets } = await measure({
      ...each,
      hasRival: false,
    })
    expect(accepted).toBe(targets)
    expect(refusals).toBe(0)
    expect(seconds / optimum).toBeLessThanOrEqual(1.05)
    // Faster than the optimum would mean that the edge does not count.
    expect(seconds / optimum).toBeGreaterThanOrEqual(1)
  },
)

test.for(CASES)(
  'at the edge, beside somebody who takes every second token on $plan, $kind take at most 1.2 of the optimum at half the rate',
  async (each) => {
    const { seconds, optimum, accepted, targets } = await measure({ ...each, hasRival: true })
    expect(accepted).toBe(targets)
    expect(seconds / optimum).toBeLessThanOrEqual(1.2)
  },
)
