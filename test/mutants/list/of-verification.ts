import type { Mutant } from '../mutant.ts'

const CARRY_OUT = 'packages/cdn-purge/src/purge/carry-out.ts'
const CHECK_EDGE = 'packages/cdn-purge/src/verify/check-edge.ts'
const HEAL = 'packages/cdn-purge/src/verify/heal.ts'
const VERIFY = 'packages/cdn-purge/src/verify/verify.ts'
const VERIFY_TEST = 'packages/cdn-purge/src/verify/verify.test.ts'
const JOURNEY = 'test/journey/verify.test.ts'

/** Wrong answers to whether the edge changed. */
export const OF_VERIFICATION: readonly Mutant[] = [
  {
    name: 'what is stale is settled',
    breaks: 'A settle needs that nothing is stale.',
    edits: [
      { file: CARRY_OUT, text: '  if (stale.length > 0) return stillStale(stale)\n', becomes: '' },
    ],
    tests: [JOURNEY],
    named: 'is found stale, purged again in two manners',
  },
  {
    name: 'kept copies that nobody recorded are no doubt',
    breaks: 'A stale kept URL means that the baseline was wrong: doubt, widen.',
    edits: [
      {
        file: CARRY_OUT,
        text: 'if (checked.strange.length > 0 && !deployment.isWholeSite) {',
        becomes: 'if (false) {',
      },
    ],
    tests: [JOURNEY],
    named: 'is gone again shows by a kept copy',
  },
  {
    name: 'what could not be compared counts as fresh',
    breaks: 'Unknown verdicts settle as unproven.',
    edits: [
      {
        file: CHECK_EDGE,
        text: "kind === 'unknown')\n  const [first] = unknown",
        becomes: "kind === 'stale')\n  const [first] = unknown",
      },
    ],
    tests: [JOURNEY],
    named: 'in any other manner are unknown',
  },
  {
    name: 'an environment that no question reaches counts as looked at',
    breaks: 'Without access verdicts are unknown, never fresh.',
    edits: [
      {
        file: CHECK_EDGE,
        text: "unproven: [{ code: 'not-verified', text }] }\n  }",
        becomes: 'unproven: [] }\n  }',
      },
    ],
    tests: ['test/journey/run.test.ts'],
    named: 'an environment that no question reaches',
  },
  {
    name: 'no URL looked at is proof enough',
    breaks: '"Success" is said only where bytes were compared.',
    edits: [{ file: CHECK_EDGE, text: 'if (verdicts.length === 0) {', becomes: 'if (false) {' }],
    tests: ['test/journey/unproven.test.ts'],
    named: 'no URL was looked at',
  },
  {
    name: 'the bytes of an older build are as good as those of the origin',
    breaks: 'Bytes of an older build are stale.',
    edits: [
      {
        file: VERIFY,
        text: 'const isOld = older.some(({ assets }) => assets.get(check.path)?.digest === answer.digest)',
        becomes: 'const isOld = older.length < 0',
      },
    ],
    tests: [VERIFY_TEST],
  },
  {
    name: 'a page of no build is the same page rewritten',
    breaks: 'Where normalisation is not enough: unknown, never fresh.',
    edits: [
      {
        file: VERIFY,
        text: 'return built !== undefined && isSameHtml(built, answer.text())',
        becomes: 'return built !== undefined',
      },
    ],
    tests: [VERIFY_TEST],
  },
  {
    name: 'what stayed stale is not purged again',
    breaks: 'Stale heals: exact again, then with all variants.',
    edits: [
      { file: HEAL, text: '.filter(isHealable).slice(0, MAX_URLS)', becomes: '.slice(0, 0)' },
    ],
    tests: ['packages/cdn-purge/src/verify/heal.test.ts'],
  },
  {
    name: 'healing goes beyond a reviewed plan',
    breaks: '`apply` purges exactly the targets of a reviewed plan.',
    edits: [
      {
        file: HEAL,
        text: "requests.length === 0 || (why === 'heal-variants' && !mayWiden)",
        becomes: 'requests.length === 0',
      },
    ],
    tests: ['packages/cdn-purge/src/verify/heal.test.ts'],
  },
]
