import { expect, test } from 'vitest'
import { isServed } from './served.ts'

const build = new Set(['app.js', 'sitemap.xml', 'files.tar', 'a/b.css.gz', 'a/b.css'])

test.for([
  ['app.js', true, 'a plain file'],
  ['_headers', false, 'rules of the host'],
  ['_redirects', false, 'rules of the host'],
  ['_routes.json', false, 'rules of the host'],
  ['_worker.js', false, 'code of the host'],
  ['_worker.js/index.js', false, 'code of the host, in a folder'],
  ['docs/_headers', true, 'rules are read at the root only'],
  ['_headers.html', true, 'a page of that name'],
  ['app.js.br', false, 'sent in the place of the plain file'],
  ['app.js.gz', false, 'sent in the place of the plain file'],
  ['app.js.zst', false, 'sent in the place of the plain file'],
  ['a/b.css.gz', false, 'sent in the place of the plain file'],
  ['b.css.gz', true, 'no plain file is beside it'],
  ['files.tar.gz', true, 'an archive is asked for by its own name'],
  ['sitemap.xml.gz', true, 'crawlers ask for it by its own name'],
  ['.well-known/security.txt', true, 'a name with a dot'],
  ['.gz', true, 'a name that is only an ending'],
] as const)('%s is a URL: %s, %s', ([path, expected]) => {
  expect(isServed(path, (other) => build.has(other))).toBe(expected)
})
