import type { BuildResult } from 'cdn-purge'
import { expect, test } from 'vitest'
import { createBuildGroups } from './build-groups.ts'
import type { BuildEnd, BuildGroup } from './ending.ts'

const REPORTER = { info: () => {}, warn: () => {} }

function built(dir: string): BuildEnd {
  const build: BuildResult = {
    bundler: 'webpack',
    root: '/site',
    mode: 'production',
    outputs: [{ dir, base: '/' }],
    fingerprinted: new Map(),
  }
  return { kind: 'built', build }
}

function create() {
  const finished: string[][] = []
  const atExit: (() => Promise<void>)[] = []
  const groups = createBuildGroups((task) => atExit.push(task))
  const group = (key = 'site'): BuildGroup =>
    groups(key, async ({ outputs }) => void finished.push(outputs.map(({ dir }) => dir)))
  return { finished, atExit, group }
}

const A = { name: 'a' }
const B = { name: 'b' }

test('the last one finishes with all of them', async () => {
  const { finished, group } = create()
  group().announce(A)
  group().announce(B)
  group().start(A)
  await group().end(A, built('/a'), REPORTER)
  expect(finished).toEqual([])
  group().start(B)
  await group().end(B, built('/b'), REPORTER)

  expect(finished).toEqual([['/a', '/b']])
})

test('one that failed stops all of them', async () => {
  const { finished, group } = create()
  group().start(A)
  group().start(B)
  await group().end(A, { kind: 'failed' }, REPORTER)
  await group().end(B, built('/b'), REPORTER)

  expect(finished).toEqual([])
})

test('an end that is said again after a failure changes nothing', async () => {
  const { finished, group } = create()
  group().start(A)
  group().start(B)
  await group().end(A, { kind: 'failed' }, REPORTER)
  await group().end(A, { kind: 'nothing' }, REPORTER)
  await group().end(B, built('/b'), REPORTER)

  expect(finished).toEqual([])
})

test('one that is watched does not stop the others', async () => {
  const { finished, group } = create()
  group().start(A)
  group().start(B)
  await group().end(A, { kind: 'nothing' }, REPORTER)
  await group().end(B, built('/b'), REPORTER)

  expect(finished).toEqual([['/b']])
})

test('a failure is forgotten when the build starts again', async () => {
  const { finished, group } = create()
  for (const member of [A, B]) group().announce(member)
  group().start(A)
  await group().end(A, { kind: 'failed' }, REPORTER)
  for (const member of [A, B]) group().start(member)
  await group().end(A, built('/a'), REPORTER)
  await group().end(B, built('/b'), REPORTER)

  expect(finished).toEqual([['/a', '/b']])
})

test('one that never starts is waited for until the process ends', async () => {
  const { finished, atExit, group } = create()
  group().announce(A)
  group().announce(B)
  group().start(A)
  await group().end(A, built('/a'), REPORTER)
  expect(finished).toEqual([])
  for (const task of atExit) await task()

  expect(finished).toEqual([['/a']])
})

test('one that started and never ended has failed', async () => {
  const { finished, atExit, group } = create()
  group().announce(B)
  group().start(A)
  await group().end(A, built('/a'), REPORTER)
  group().start(B)
  for (const task of atExit) await task()

  expect(finished).toEqual([])
})

test('groups with different keys do not wait for each other', async () => {
  const { finished, group } = create()
  group('other').announce(B)
  group().start(A)
  await group().end(A, built('/a'), REPORTER)

  expect(finished).toEqual([['/a']])
})
