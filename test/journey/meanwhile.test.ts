import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFolderStore, createLedger } from '@cdn-purge/core'
import { describe, test } from 'vitest'
import { createWorld, type Files, type World } from './world.ts'

const A: Files = { 'index.html': 'home A', 'a.txt': 'same', 'b.txt': 'same' }
const B: Files = { 'index.html': 'home B', 'a.txt': 'same', 'b.txt': 'same' }
const C: Files = { 'index.html': 'home C', 'a.txt': 'only in C', 'b.txt': 'same' }

/** A second deployer of the same place: begins, goes live, is visited, and gives up. */
async function passThrough(world: World, ends: 'closed' | 'open'): Promise<void> {
  const dir = join(world.project, 'dist-of-c')
  await mkdir(dir)
  for (const [path, text] of Object.entries(C)) await writeFile(join(dir, path), text)
  const deploy = await world.begin({ dir: 'dist-of-c' })
  const docroot = join(world.project, 'docroot')
  await rm(docroot, { recursive: true })
  await cp(dir, docroot, { recursive: true })
  await world.warm(['/', '/a.txt'], ['Staging'])
  const store = createFolderStore(join(world.project, '.cdn-purge'))
  const ledger = createLedger(store, {
    prefix: 'site.example/staging/',
    now: Date.now,
    newId: () => 'unused',
  })
  if (ends === 'closed') await ledger.close(deploy)
}

describe.concurrent('while a run waits until its build is live', () => {
  test.for(['closed', 'open'] as const)(
    'another deploy that came, was cached and is %s leaves nothing behind',
    async (ends, { expect, onTestFinished }) => {
      const world = await createWorld(onTestFinished, { options: { waitForLive: '30s' } })
      await world.build(A)
      await world.begin()
      await world.upload()
      // Nothing is looked at, so that the edge is empty where the other deploy is visited.
      await world.run({ options: { verify: false } })
      await world.build(B)
      await world.begin()
      let passing: Promise<void> | undefined
      const { line } = await world.run({
        // Kept URLs would tell, too; here the records alone must do.
        options: { verify: { others: 0, kept: 0 } },
        onEvent(event) {
          if (event.kind !== 'waiting') return
          passing ??= passThrough(world, ends).then(() => world.upload())
        },
      })
      await passing
      expect(line).toMatch(/^Fresh: /)
      for (const [path, text] of Object.entries(B)) {
        expect(await world.visit(`/${path}`)).toMatch(new RegExp(`200 ${text}$`))
      }
      expect(await world.deploys()).toEqual(ends === 'closed' ? ['settled'] : ['settled', 'open'])
    },
  )
})
