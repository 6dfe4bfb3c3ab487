import { expect, test } from 'vitest'
import type { OperationEvent } from '../operation.ts'
import { createProgress, progressText, type ProgressStyle } from './progress.ts'

function sent(done: number, total: number, remainingMs = 0, perSecond?: number): OperationEvent {
  return { kind: 'sending', done, total, remainingMs, perSecond }
}

function waiting(waitedMs: number): OperationEvent {
  return {
    kind: 'waiting',
    answer: { kind: 'other', build: 'abcdef0123456789', isKnown: true },
    waitedMs,
    ofMs: 300_000,
  }
}

function written(
  style: ProgressStyle,
  events: readonly OperationEvent[],
  columns?: number,
): string {
  let text = ''
  const progress = createProgress({ write: (part) => (text += part), columns }, style)
  for (const event of events) progress.show(event)
  progress.clear()
  return text
}

const HUNDRED = Array.from({ length: 100 }, (_, index) => sent(index + 1, 100))

test('plain lines come at each tenth, not for each request', () => {
  const lines = written('lines', HUNDRED).trimEnd().split('\n')
  expect(lines).toHaveLength(11)
  expect(lines[1]).toBe('Purging, 10 of 100 targets')
  expect(lines.at(-1)).toBe('Purging, 100 of 100 targets')
})

test('plain lines hold no control characters', () => {
  // oxlint-disable-next-line no-control-regex -- that is what is looked for
  expect(written('lines', [...HUNDRED, waiting(0)])).not.toMatch(/[\u001B\r]/)
})

test('waiting says so at once, and again each half minute', () => {
  const lines = written('lines', [0, 5_000, 29_000, 31_000, 40_000].map(waiting))
  expect(lines).toBe(
    'Waiting until the build is live, 0 s of 300 s (build abcdef012345 is live, not this one)\n' +
      'Waiting until the build is live, 31 s of 300 s (build abcdef012345 is live, not this one)\n',
  )
})

test('a bar is one line that is rewritten, and gone at the end', () => {
  const text = written('bar', [sent(1, 2), sent(2, 2)])
  expect(text).not.toContain('\n')
  expect(text).toContain('[############............] Purging, 1 of 2 targets')
  expect(text).toContain('[########################] Purging, 2 of 2 targets')
  expect(text.endsWith('\r\u001B[2K')).toBe(true)
})

test('a bar is never as wide as the terminal, as a wrapped line could not be rewritten', () => {
  const [line = ''] = written('bar', [sent(1, 2)], 20).split('\r')
  expect(line.length).toBeLessThan(20)
})

test('a terminal that does not know its width gets a line as for eighty', () => {
  expect(written('bar', [sent(1, 2)], 0)).toContain('Purging, 1 of 2 targets')
})

test.for([
  { remainingMs: 900, perSecond: 784, text: 'Purging, 1 of 9 targets' },
  {
    remainingMs: 71_400,
    perSecond: 784,
    text: 'Purging, 1 of 9 targets, 71 s left at 784 a second',
  },
  {
    remainingMs: 24_000,
    perSecond: 0.082,
    text: 'Purging, 1 of 9 targets, 24 s left at 5 a minute',
  },
  { remainingMs: 5_000, perSecond: undefined, text: 'Purging, 1 of 9 targets, 5 s left' },
])('$text', ({ remainingMs, perSecond, text }) => {
  expect(progressText(sent(1, 9, remainingMs, perSecond))).toBe(text)
})

test('quiet shows nothing', () => {
  expect(written('none', HUNDRED)).toBe('')
})

test('what was cleared is not cleared twice', () => {
  let text = ''
  const progress = createProgress({ write: (part) => (text += part) }, 'bar')
  progress.clear()
  expect(text).toBe('')
})

test('notes and plans are no progress', () => {
  expect(progressText({ kind: 'note', note: { code: 'a', text: 'A.' } })).toBeUndefined()
  expect(written('lines', [{ kind: 'note', note: { code: 'a', text: 'A.' } }])).toBe('')
})
