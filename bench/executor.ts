import type { Bench, Row } from './bench.ts'
import { measure, type Case, type Measured } from './executor/measure.ts'

/** The goals: within these parts of the optimum. */
const ALONE = 1.05
const WITH_RIVAL = 1.2

const CASES: readonly Case[] = [false, true].flatMap((hasRival) =>
  (['free', 'pro', 'business', 'enterprise'] as const).flatMap((plan) =>
    (['files', 'keys'] as const).map((kind) => ({ plan, kind, hasRival })),
  ),
)

export const executorBench: Bench = {
  name: 'executor',
  title:
    'seconds that a long purge takes at the edge, on the clock of its buckets, against the least that the documented rate allows',
  async run() {
    const measured: Measured[] = []
    for (const each of CASES) measured.push(await measure(each))
    const missed = measured.filter((each) => !isMet(each))
    return {
      rows: measured.map(toRow),
      notes: [
        `Every request takes 0.1 s to arrive and its answer as long to come. The goals: alone at most ${ALONE} times the optimum and never refused, beside somebody who takes every second token at most ${WITH_RIVAL} times that of half the rate: ${missed.length === 0 ? 'met' : `MISSED by ${missed.length}`}.`,
      ],
      data: { measured },
    }
  },
}

function isMet({ hasRival, seconds, optimum, refusals, targets, accepted }: Measured): boolean {
  const ratio = seconds / optimum
  if (accepted !== targets) return false
  return hasRival ? ratio <= WITH_RIVAL : ratio <= ALONE && refusals === 0
}

function toRow(each: Measured): Row {
  return {
    plan: each.plan,
    sent: each.kind === 'files' ? 'URLs' : 'prefixes',
    beside: each.hasRival ? 'somebody else' : 'nobody',
    targets: each.targets,
    requests: each.requests,
    'optimum s': each.optimum,
    'measured s': each.seconds,
    ratio: each.seconds / each.optimum,
    '429 answers': each.refusals,
  }
}
