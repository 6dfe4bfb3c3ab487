import type { Mutant } from '../mutant.ts'

const BASELINE = 'packages/core/src/ledger/baseline.ts'
const KNOWLEDGE = 'packages/cdn-purge/src/ledger/knowledge.ts'
const KNOWLEDGE_TEST = 'packages/cdn-purge/src/ledger/knowledge.test.ts'

/** Wrong answers to what the edge may hold. */
export const OF_BASELINE: readonly Mutant[] = [
  {
    name: 'the baseline is the newest build alone',
    breaks: 'The baseline is every record that no settle has covered.',
    edits: [
      {
        file: BASELINE,
        text: 'records.filter(({ id }) => !covered.has(id))',
        becomes: 'records.filter(({ id }) => !covered.has(id)).slice(-1)',
      },
    ],
    tests: ['packages/core/src/ledger/baseline.test.ts'],
  },
  {
    name: 'an open record is dropped by the next settle',
    breaks: 'An open record stays until it is closed, or older than `abandonAfter`.',
    edits: [
      {
        file: BASELINE,
        text: "record.state.kind !== 'open' || options.readAt - record.startedAt >= options.abandonAfterMs",
        becomes: "record.state.kind !== 'gone'",
      },
    ],
    tests: ['test/journey/run.test.ts'],
    named: 'a deploy that another machine has open stays in the baseline of both',
  },
  {
    name: 'who was given up is judged when the run settles, not when it planned',
    breaks: 'A settle names only what it had read as ended.',
    edits: [
      {
        file: 'packages/cdn-purge/src/ledger/settle.ts',
        text: 'covers(baseline, { deploy, readAt, abandonAfterMs })',
        becomes: 'covers(baseline, { deploy, readAt: Date.now(), abandonAfterMs })',
      },
    ],
    tests: ['packages/cdn-purge/src/ledger/settle.test.ts'],
  },
  {
    name: 'debts are forgotten',
    breaks: 'What failed stays owed until a settle pays it.',
    edits: [
      {
        file: BASELINE,
        text: '.filter(({ name }) => !paid.has(name))',
        becomes: '.filter(({ name }) => paid.has(name))',
      },
    ],
    tests: ['packages/core/src/ledger/baseline.test.ts'],
  },
  {
    name: 'doubts of a deploy are forgotten',
    breaks: 'A doubt stays until a settle answers it.',
    edits: [
      {
        file: BASELINE,
        text: 'record.doubts.length > 0 && !paid.has(doubtsName(record))',
        becomes: 'record.doubts.length > 0 && paid.has(doubtsName(record))',
      },
    ],
    tests: ['packages/core/src/ledger/baseline.test.ts'],
  },
  {
    name: 'damage is an empty history',
    breaks: 'Damage makes the baseline doubtful, never empty.',
    edits: [
      {
        file: 'packages/core/src/ledger/record-file.ts',
        text: 'damage: damage.filter(({ deploy }) => !covered.has(deploy))',
        becomes: 'damage: []',
      },
    ],
    tests: ['packages/core/src/ledger/record-file.test.ts'],
  },
  {
    name: 'a manifest that is missing counts as none',
    breaks: 'Damage makes the baseline doubtful, never empty.',
    edits: [
      {
        file: 'packages/cdn-purge/src/ledger/read-baseline.ts',
        text: "      lost.push({ code: 'damaged-record', text: error.message })\n",
        becomes: '',
      },
    ],
    tests: [KNOWLEDGE_TEST],
  },
  {
    name: 'another site is the same site',
    breaks: 'Another site, base or routes: doubt, said, widened.',
    edits: [{ file: KNOWLEDGE, text: 'if (elsewhere.length > 0) {', becomes: 'if (false) {' }],
    tests: [KNOWLEDGE_TEST],
  },
  {
    name: 'an empty ledger is no doubt',
    breaks: 'Without a record the edge may hold anything.',
    edits: [{ file: KNOWLEDGE, text: 'if (settled.length === 0) {', becomes: 'if (false) {' }],
    tests: [KNOWLEDGE_TEST],
  },
]
