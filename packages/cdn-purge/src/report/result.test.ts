import { expect, test } from 'vitest'
import { exitCode, resultLine, type Result } from './result.ts'

const REASONS = [
  { code: 'a', text: 'The first reason.' },
  { code: 'b', text: 'The second.' },
]

interface Case {
  readonly result: Result
  readonly line: string
  /** Without and with `requireProof`. */
  readonly exits: readonly [number, number]
}

test.for<Case>([
  {
    result: { kind: 'nothing-to-do', why: 'no URL differs' },
    line: 'Nothing to do: no URL differs.',
    exits: [0, 0],
  },
  {
    result: { kind: 'fresh', checked: 1 },
    line: 'Fresh: 1 URL checked through the edge, all as built.',
    exits: [0, 0],
  },
  {
    result: { kind: 'unproven', reasons: REASONS },
    line: 'Done, unproven: The first reason. The second.',
    exits: [0, 1],
  },
  {
    result: { kind: 'fresh', checked: 2, wider: 'It was wider because of that.' },
    line: 'Fresh: 2 URLs checked through the edge, all as built. It was wider because of that.',
    exits: [0, 0],
  },
  {
    result: { kind: 'unproven', reasons: REASONS, wider: 'It was wider because of that.' },
    line: 'Done, unproven: The first reason. The second. It was wider because of that.',
    exits: [0, 1],
  },
  {
    result: { kind: 'not-fresh', reasons: REASONS, todo: 'Run it again.' },
    line: 'Not fresh: The first reason. The second. Run it again.',
    exits: [1, 1],
  },
])('$line', ({ result, line, exits }) => {
  expect(resultLine(result)).toBe(line)
  expect([exitCode(result, false), exitCode(result, true)]).toEqual(exits)
})
