import { expect, test } from 'vitest'
import { createLearnedLimits } from './learned-limits.ts'
import { createMemoryStore } from '../stores/memory-store.ts'

const DAY = 24 * 60 * 60 * 1000

function memory() {
  const store = createMemoryStore()
  let time = 0
  const learned = createLearnedLimits(store, { prefix: 'zone/', now: () => time })
  return { store, learned, pass: (ms: number) => void (time += ms) }
}

test('what was learned is known, the least of several sizes counts', async () => {
  const { learned } = memory()
  expect(await learned.read()).toEqual({})
  await learned.add({ maxUrls: 50 })
  await learned.add({ maxUrls: 30, acceptsUrls: false })
  await learned.add({ maxKeys: 60 })
  await learned.add({})
  expect(await learned.read()).toEqual({ maxUrls: 30, maxKeys: 60, acceptsUrls: false })
})

test('after 30 days it is tried anew, unless it was met again', async () => {
  const { learned, pass } = memory()
  await learned.add({ maxUrls: 30, acceptsUrls: false })
  pass(29 * DAY)
  expect(await learned.read()).toEqual({ maxUrls: 30, acceptsUrls: false })
  await learned.add({ maxUrls: 30 })
  pass(2 * DAY)
  expect(await learned.read()).toEqual({ maxUrls: 30 })
})

test('what cannot be understood is nothing known, and says nothing of other environments', async () => {
  const { store, learned } = memory()
  await store.put('zone/learned/urls-30', Buffer.from('{'))
  await store.put('zone/learned/urls-40', Buffer.from('{"version":2,"at":0}'))
  await store.put('zone/learned/urls-many', Buffer.from('{"version":1,"at":0}'))
  await store.put('other/learned/refuses-urls', Buffer.from('{"version":1,"at":0}'))
  expect(await learned.read()).toEqual({})
})
