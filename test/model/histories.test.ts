import { expect, test } from 'vitest'
import { createChance } from './chance.ts'
import { ALL_URLS } from './host.ts'
import { filesOf, stageWorld } from './stage-world.ts'

const FIRST = filesOf({ 'index.html': 1, 'app.js': 1, 'data.json': 1 })
const SECOND = filesOf({ 'index.html': 1, 'app.js': 2, 'data.json': 1 })

test('who begins a build that a run recorded late has a record of their own, with the marker', async () => {
  const { world, a, b, said, release, end, until, upload } = stageWorld()
  await release(a, FIRST)
  world.build(b, SECOND)
  upload(b)
  await world.run(b)
  await until(b, /^purge/)
  world.kill(b)
  await release(a, SECOND)
  for (const url of ALL_URLS) world.staging.place.visit(url)
  world.look()
  expect(said.at(-1)).toContain('"kind":"fresh"')
  await end(a)
})

test('a manifest that is compacted away while its build is begun again puts nothing in doubt', async () => {
  const { world, a, b, purged, release, end, until, upload } = stageWorld()
  await release(a, FIRST)
  world.build(a, FIRST)
  await world.begin(a, { isTaking: true })
  // It has read the ledger, and knows the manifest from there.
  await until(a, /^list .*\/manifests\//)
  await release(b, SECOND)
  await end(a)
  upload(a)
  purged()
  await world.run(a)
  await end(a)
  expect(purged()).toEqual([expect.stringMatching(/^files .*app\.js/)])
})

test('a file that the origin had not dropped when its build was settled does not widen the next deploy', async () => {
  const { world, a, said, purged, release, end } = stageWorld({ marker: false })
  await release(a, FIRST)
  world.build(a, filesOf({ 'index.html': 2, 'data.json': 1 }))
  await world.begin(a, { isTaking: true })
  await end(a)
  const upload = world.upload(a, createChance(1))
  upload.queue.sort(([, one], [, other]) => Number(one === undefined) - Number(other === undefined))
  world.arrive(upload, 2)
  world.stop(upload)
  await world.run(a)
  await end(a)
  expect(said.at(-1)).toContain('"code":"not-gone"')
  purged()
  await release(a, SECOND)
  expect(purged()).toEqual([expect.stringMatching(/^files .*app\.js/)])
  expect(said.at(-1)).toContain('"kind":"fresh"')
})
