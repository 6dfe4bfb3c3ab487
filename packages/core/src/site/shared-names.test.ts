import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { siteWith } from '../../test/builds.ts'
import { createSharedNames } from './shared-names.ts'
import { createUrls } from './urls.ts'

const files = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'b', 'index.html', 'a.html', '%'), { maxLength: 2 }),
    fc.constantFrom(
      'a',
      'a.html',
      'a.html.html',
      'index.html',
      'index',
      'index.html.html',
      '%.html',
    ),
  )
  .map(([folders, name]) => [...folders, name].join('/'))

const sites = fc.record({
  cleanUrls: fc.constantFrom<boolean | 'both'>(true, false, 'both'),
  trailingSlash: fc.constantFrom<boolean | 'both'>(true, false, 'both'),
  base: fc.constantFrom('/', '/docs/'),
  origins: fc.constantFrom(
    [{ url: 'https://www.example.com', dir: '', documents: true }],
    [
      { url: 'https://www.example.com', dir: '', documents: true },
      { url: 'https://cdn.test', dir: 'a', documents: true },
    ],
    [
      { url: 'https://www.example.com', dir: '', documents: true },
      { url: 'https://www.example.com/b', dir: 'a', documents: true },
    ],
  ),
})

test('paths of two groups have no URL in common', () => {
  const seen = { shared: 0, apart: 0 }
  fc.assert(
    fc.property(sites, files, files, (changes, one, other) => {
      const site = siteWith(changes)
      const lengthOf = createSharedNames(site)
      const nameOf = lengthOf && ((path: string) => path.slice(0, lengthOf(path)))
      const urlsOf = createUrls(site)
      const urls = new Set(urlsOf(one))
      const isShared = one !== other && urlsOf(other).some((url) => urls.has(url))
      if (isShared && nameOf) expect(nameOf(other)).toBe(nameOf(one))
      if (isShared) seen.shared++
      else if (nameOf?.(one) !== nameOf?.(other)) seen.apart++
    }),
    { numRuns: 5_000 },
  )
  expect(seen.shared).toBeGreaterThan(0)
  expect(seen.apart).toBeGreaterThan(0)
})

test('where one origin lies inside another, no group is claimed', () => {
  const origins = ['https://www.example.com', 'https://www.example.com/static'].map((url) => ({
    url,
    dir: '',
    documents: true,
  }))
  expect(createSharedNames(siteWith({ origins }))).toBeUndefined()
})
