import { expect, test } from 'vitest'
import { isEligible, resolveRules, type CacheRules } from './cache-rules.ts'

interface Case {
  name: string
  path: string
  query?: string
  rules?: CacheRules
  cached: boolean
}

test.for<Case>([
  { name: 'scripts are cached', path: '/a.js', cached: true },
  { name: 'extensions count in any case', path: '/A.CSS', cached: true },
  { name: 'robots.txt is cached', path: '/robots.txt', cached: true },
  { name: 'another robots.txt is not', path: '/a/robots.txt', cached: false },
  { name: 'HTML is not', path: '/a.html', cached: false },
  { name: 'folders are not', path: '/a/', cached: false },
  { name: 'a dot in a folder is no extension', path: '/a.js/b', cached: false },
  { name: 'source maps are not', path: '/a.js.map', cached: false },
  { name: 'modules are not', path: '/a.mjs', cached: false },
  { name: 'a rule caches everything', path: '/a/', rules: { cacheEverything: true }, cached: true },
  {
    name: 'a rule by prefix',
    path: '/docs/a',
    rules: { cacheEverything: ['/docs/'] },
    cached: true,
  },
  {
    name: 'outside the prefix',
    path: '/blog/a',
    rules: { cacheEverything: ['/docs/'] },
    cached: false,
  },
  {
    name: 'a rule by pattern',
    path: '/a/b.html',
    rules: { cacheEverything: ['*.html'] },
    cached: true,
  },
  {
    name: 'a pattern means the whole path',
    path: '/a.html/b',
    rules: { cacheEverything: ['*.html'] },
    cached: false,
  },
  {
    name: 'a dot in a pattern is a dot',
    path: '/axhtml',
    rules: { cacheEverything: ['*.html'] },
    cached: false,
  },
  {
    name: 'no query string allowed',
    path: '/a.js',
    query: '?1',
    rules: { onlyWithoutQueryString: true },
    cached: false,
  },
  { name: 'development mode', path: '/a.js', rules: { developmentMode: true }, cached: false },
])('$name: $path', ({ path, query = '', rules = {}, cached }) => {
  expect(isEligible({ host: 'h', path, query }, resolveRules(rules, false))).toBe(cached)
})

test('Enterprise is without Origin Cache Control unless told otherwise', () => {
  expect(resolveRules({}, false).originCacheControl).toBe(true)
  expect(resolveRules({}, true).originCacheControl).toBe(false)
  expect(resolveRules({ originCacheControl: true }, true).originCacheControl).toBe(true)
})
