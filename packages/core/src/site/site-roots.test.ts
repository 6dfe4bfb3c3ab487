import { expect, test } from 'vitest'
import { siteWith } from '../../test/builds.ts'
import { siteRoots } from './site-roots.ts'

test('each origin has the site below its base', () => {
  const origins = [
    { url: 'https://www.example.com', dir: '', documents: true },
    { url: 'http://localhost:8787/x', dir: '', documents: true },
  ]
  expect(siteRoots(siteWith({ origins, base: '/docs/' }))).toEqual([
    'https://www.example.com/docs/',
    'http://localhost:8787/x/docs/',
  ])
})

test('an origin that serves a folder serves it right at its address', () => {
  const origins = [{ url: 'https://cdn.example.com/static', dir: 'assets', documents: false }]
  expect(siteRoots(siteWith({ origins, base: '/docs/' }))).toEqual([
    'https://cdn.example.com/static/',
  ])
})
