import { expect, test } from 'vitest'
import { siteWith } from '../../test/builds.ts'
import { parseRedirects } from './parse-redirects.ts'
import { createIsRedirected } from './redirected-files.ts'

const FILES = ['index.html', 'about.html', 'blog/index.html', 'app.js']

test.for<readonly [rules: string, redirected: readonly string[]]>([
  ['', []],
  ['/old /about 301', []],
  ['/about /x 301', ['about.html']],
  ['/about /x 301!', ['about.html']],
  ['/about /x 404', []],
  ['/blog/* /news/:splat 301', ['blog/index.html']],
  ['/* /index.html 200', []],
  ['/* /x 301', FILES],
  ['/app.js /other.js 200', ['app.js']],
])('by "%s" a host may answer for %j', ([rules, redirected]) => {
  const isRedirected = createIsRedirected(parseRedirects(rules).rules, siteWith())
  expect(FILES.filter(isRedirected)).toEqual(redirected)
})
