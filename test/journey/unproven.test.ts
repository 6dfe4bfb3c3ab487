import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFolderStore } from '@cdn-purge/core'
import { describe, test } from 'vitest'
import { createWorld, type Files, type OnTestFinished, type World } from './world.ts'

const A: Files = { 'index.html': 'home A', 'a.txt': '1', 'b.txt': '1', 'c.txt': '1' }
const B: Files = { 'index.html': 'home B', 'a.txt': '2', 'b.txt': '2', 'c.txt': '2' }

async function settledWorld(onTestFinished: OnTestFinished): Promise<World> {
  const world = await createWorld(onTestFinished)
  await world.release(A)
  await world.release(A)
  world.purges()
  return world
}

describe.concurrent('what is not proven', () => {
  test('is not settled where proof is required', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished)
    await world.build(B)
    await world.begin()
    await world.upload()
    const options = { requireProof: true, verify: false }
    const { result } = await world.run({ options })
    expect(result.kind).toBe('unproven')
    expect(await world.deploys()).toEqual(['settled', 'open'])
    expect((await world.run()).line).toMatch(/^Fresh: /)
  })

  test('are files that only an unreadable build had, until somebody says that the upload has ended', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    const store = createFolderStore(join(world.project, '.cdn-purge'))
    for (const key of await store.list('site.example/staging/records/')) {
      await store.put(key, Buffer.from('{'))
    }
    await world.build(B)
    await world.begin()
    await world.upload()
    const options = { requireProof: true }
    const { result } = await world.run({ options })
    expect(result).toMatchObject({
      kind: 'unproven',
      reasons: [{ code: 'left-over' }, { code: 'stays-owed' }],
    })
    expect((await world.run({ options, everything: true })).line).toMatch(/^Fresh: /)
    expect((await world.run({ options })).result.kind).toBe('nothing-to-do')
  })

  test('is a purge after which no URL was looked at', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished)
    await world.build(B)
    await world.begin()
    await world.upload()
    const { result } = await world.run({ options: { verify: false } })
    expect(result).toMatchObject({ kind: 'unproven', reasons: [{ code: 'not-verified' }] })
    expect(await world.deploys()).toEqual(['settled'])
  })

  test('is a build of which a file has not arrived: its URLs are purged once more by the next run', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await world.build(B)
    await world.begin()
    await world.upload()
    // Neither the first nor the last by name: those tell whether the build is live.
    await rm(join(world.project, 'docroot', 'b.txt'))
    const { result } = await world.run()
    expect(result).toMatchObject({ kind: 'unproven', reasons: [{ code: 'not-arrived' }] })
    expect(await world.visit('/b.txt')).toContain('404')
    await writeFile(join(world.project, 'docroot', 'b.txt'), '2')
    world.purges()
    const next = await world.run()
    expect(JSON.stringify(world.purges())).toContain('/b.txt')
    expect(next.plans[0]?.notes).toMatchObject([{ code: 'not-arrived' }])
    expect(await world.visit('/b.txt')).toMatch(/200 2$/)
  })

  test('is a purge of the new URLs alone, and what could not be read stays unreadable', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await world.build({ ...A, 'lost.txt': 'only in the lost one' })
    const lost = await world.begin()
    const store = createFolderStore(join(world.project, '.cdn-purge'))
    await store.put(`site.example/staging/records/${lost}/started`, Buffer.from('{'))
    await world.build(B)
    await world.begin()
    await world.upload()
    const { result } = await world.run({ options: { onUnknownBaseline: 'stable' } })
    expect(result.kind).toBe('unproven')
    const { notes } = await world.preview()
    expect(notes.map(({ code }) => code)).toContain('damaged-record')
    expect(notes.map(({ code }) => code)).toContain('whole-site')
  })
})
