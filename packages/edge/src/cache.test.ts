import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cacheKey, DEFAULT_KEY_RULES } from './cache-key.ts'
import { createCache, type Cache, type Selector, type StoredResponse } from './cache.ts'

function response(path: string, body = ''): StoredResponse {
  return {
    key: cacheKey({ host: 'h', path, query: '' }, () => undefined, DEFAULT_KEY_RULES),
    url: `http://h${path}`,
    selection: new Map(),
    status: 200,
    headers: [],
    body: Buffer.from(body),
    tags: new Set([`tag${path}`]),
    freshness: {
      lifetimeSeconds: 100,
      initialAgeSeconds: 0,
      staleWhileRevalidateSeconds: 0,
      staleIfErrorSeconds: 0,
      mustRevalidate: false,
    },
    storedAt: 0,
  }
}

const is =
  (path: string): Selector =>
  ({ key }) =>
    key.url.path === path

function put(cache: Cache, stored: StoredResponse): void {
  const fill = cache.begin()
  cache.store(fill, stored)
  cache.end(fill)
}

test('a purge deletes what it selects and nothing else', () => {
  const paths = fc.uniqueArray(fc.constantFrom<string[]>('/a', '/b', '/c', '/d'))
  fc.assert(
    fc.property(paths, paths, (stored, purged) => {
      const cache = createCache(false)
      for (const path of stored) put(cache, response(path))
      const count = cache.purge(({ key }) => purged.includes(key.url.path))
      const left = cache.entries().map(({ key }) => key.url.path)
      expect(left).toEqual(stored.filter((path) => !purged.includes(path)))
      expect(count).toBe(stored.length - left.length)
    }),
  )
})

test('an answer asked for before a purge is not stored after it', () => {
  const cache = createCache(false)
  const fill = cache.begin()
  cache.purge(is('/a'))
  cache.store(fill, response('/a', 'old'))
  cache.store(fill, response('/b', 'kept'))
  cache.end(fill)
  expect(cache.entries().map(({ url }) => url)).toEqual(['http://h/b'])
})

test('a tag counts that only the answer shows', () => {
  const cache = createCache(false)
  const fill = cache.begin()
  cache.purge(({ tags }) => tags.has('tag/a'))
  cache.store(fill, response('/a'))
  expect(cache.entries()).toEqual([])
})

test('an answer asked for after the purge is stored although an older fetch is still under way', () => {
  const cache = createCache(false)
  const older = cache.begin()
  cache.purge(is('/a'))
  const newer = cache.begin()
  cache.store(newer, response('/a', 'new'))
  cache.end(newer)
  cache.store(older, response('/a', 'old'))
  cache.end(older)
  expect(cache.entries().map(({ body }) => body.toString())).toEqual(['new'])
})

test('an answer asked for before an invalidation is stored as stale', () => {
  const cache = createCache(false)
  const fill = cache.begin()
  cache.invalidate(is('/a'), 5)
  cache.store(fill, response('/a'))
  expect(cache.entries()).toMatchObject([{ invalidatedAt: 5 }])
})

test('with `storeInFlight` it is stored', () => {
  const cache = createCache(true)
  const fill = cache.begin()
  cache.purge(is('/a'))
  cache.store(fill, response('/a'))
  expect(cache.entries()).toHaveLength(1)
})

test('a purge takes every selected copy of a URL', () => {
  const cache = createCache(false)
  put(cache, { ...response('/a'), selection: new Map([['accept-encoding', 'br']]) })
  put(cache, { ...response('/a'), selection: new Map([['accept-encoding', '']]) })
  expect(cache.entries()).toHaveLength(2)
  expect(cache.find(response('/a').key, [['accept-encoding', 'br']])?.selection.size).toBe(1)
  expect(cache.purge(is('/a'))).toBe(2)
})

test('dropping a response spares the one that took its place', () => {
  const cache = createCache(false)
  const old = response('/a', 'old')
  put(cache, old)
  put(cache, response('/a', 'new'))
  cache.drop(old)
  expect(cache.entries().map(({ body }) => body.toString())).toEqual(['new'])
})
