import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createFolderStore } from '@cdn-purge/core'
import { describe, test } from 'vitest'
import type { OperationEvent } from '../../packages/cdn-purge/src/operation.ts'
import { createWorld, type Files, type OnTestFinished, type World } from './world.ts'

const A: Files = { 'index.html': 'home A', 'a.txt': 'same', 'b.txt': 'same' }
const B: Files = { 'index.html': 'home B', 'a.txt': 'same', 'b.txt': 'same' }
const C: Files = { 'index.html': 'home C', 'a.txt': 'only in C', 'b.txt': 'same' }

/** A world in which A is settled and B is live and begun; C is built beside it, in `dist-of-c`. */
async function worldOf(onTestFinished: OnTestFinished): Promise<World> {
  const world = await createWorld(onTestFinished)
  await world.release(A)
  await world.release(A)
  await world.build(C)
  cpSync(join(world.project, 'dist'), join(world.project, 'dist-of-c'), { recursive: true })
  await world.build(B)
  await world.begin()
  await world.upload()
  return world
}

/** Makes a build live at once, without a moment in which the run goes on. */
function makeLive({ project }: World, dist: string): void {
  rmSync(join(project, 'docroot'), { recursive: true })
  cpSync(join(project, dist), join(project, 'docroot'), { recursive: true })
}

/** Calls back once, when the last URL was looked at: the purge is done, and nothing is settled yet. */
function afterLastCheck(work: () => void): (event: OperationEvent) => void {
  return (event) => {
    if (event.kind === 'checked' && event.done === event.total) work()
  }
}

describe.concurrent('a run that is overtaken does not settle', () => {
  test('when another deploy goes live after its purge', async ({ expect, onTestFinished }) => {
    const world = await worldOf(onTestFinished)
    await world.begin({ dir: 'dist-of-c' })
    const { line } = await world.run({
      onEvent: afterLastCheck(() => makeLive(world, 'dist-of-c')),
    })
    expect(line).toMatch(/^Not fresh: Build [0-9a-f]{12} is live, not this one\./)
    expect(await world.deploys()).toEqual(['settled', 'open', 'open'])
  })

  test('when another deploy was recorded, was live and ended, all after its plan', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await worldOf(onTestFinished)
    // Recorded elsewhere, so that its records can be put in place at the moment.
    await world.begin({ dir: 'dist-of-c', ledger: 'ledger-of-c' })
    const elsewhere = join(world.project, 'ledger-of-c', 'site.example+', 'staging+')
    const store = createFolderStore(join(world.project, 'ledger-of-c'))
    const keys = await store.list('site.example/staging/records/')
    const started = keys.find((key) => key.endsWith('/started')) ?? ''
    const text = Buffer.from(`${JSON.stringify({ version: 1 })}\n`)
    await store.put(started.replace(/started$/, 'closed'), text)
    const { line } = await world.run({
      onEvent: afterLastCheck(() =>
        cpSync(elsewhere, join(world.project, '.cdn-purge', 'site.example+', 'staging+'), {
          recursive: true,
        }),
      ),
    })
    expect(line).toMatch(/^Not fresh: Another deploy was recorded during the purge\./)
    expect(await world.deploys()).toEqual(['settled', 'open', 'closed'])
    expect((await world.run()).line).toMatch(/^Fresh: /)
    expect(await world.deploys()).toEqual(['settled'])
  })
})

test('after an interruption all is sent anew where another deploy was open', async ({
  expect,
  onTestFinished,
}) => {
  const world = await createWorld(onTestFinished)
  await world.release(A)
  await world.build(C)
  await world.begin()
  const more = Array.from({ length: 1_100 }, (_, index) => [`page-${index}.txt`, `${index}`])
  await world.build({ ...B, ...Object.fromEntries(more) })
  await world.begin()
  await world.upload()
  const controller = new AbortController()
  const first = await world.run({
    signal: controller.signal,
    onEvent(event) {
      if (event.kind === 'sent') controller.abort()
    },
  })
  expect(first.outcomes).toContain('not-sent')
  const { outcomes } = await world.run()
  expect(outcomes).toHaveLength(first.outcomes.length)
  expect(new Set(outcomes)).toEqual(new Set(['accepted']))
})
