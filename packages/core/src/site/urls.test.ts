import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { siteRoots } from './site-roots.ts'
import type { Site } from './site.ts'
import { createUrls, isDocument } from './urls.ts'

const WWW = { url: 'https://www.example.com', dir: '', documents: true }

function site(changes: Partial<Site> = {}): Site {
  return {
    origins: [WWW],
    base: '/',
    cleanUrls: 'both',
    trailingSlash: 'both',
    fallback: undefined,
    ...changes,
  }
}

interface Case {
  readonly name: string
  readonly site?: Partial<Site>
  readonly path: string
  /** Below `https://www.example.com` unless absolute. */
  readonly urls: readonly string[]
}

test.for<Case>([
  { name: 'an asset has one URL', path: 'assets/app.js', urls: ['/assets/app.js'] },
  { name: 'a folder has three', path: 'a/index.html', urls: ['/a/index.html', '/a/', '/a'] },
  { name: 'a page has two', path: 'a.html', urls: ['/a.html', '/a'] },
  { name: 'the root has two', path: 'index.html', urls: ['/index.html', '/'] },
  {
    name: 'a page for what is not found has its own',
    path: '404.html',
    urls: ['/404.html', '/404'],
  },
  { name: 'other HTML is no clean URL', path: 'a.htm', urls: ['/a.htm'] },
  {
    name: 'a base has its bare name too',
    site: { base: '/docs/' },
    path: 'index.html',
    urls: ['/docs/index.html', '/docs/', '/docs'],
  },
  {
    name: 'a base comes before every path',
    site: { base: '/docs/' },
    path: 'a/b.js',
    urls: ['/docs/a/b.js'],
  },
  {
    name: 'clean URLs leave the spelling with .html out',
    site: { cleanUrls: true },
    path: 'a.html',
    urls: ['/a'],
  },
  {
    name: 'clean URLs leave index.html out',
    site: { cleanUrls: true },
    path: 'a/index.html',
    urls: ['/a/', '/a'],
  },
  {
    name: 'without clean URLs a page has its file name only',
    site: { cleanUrls: false },
    path: 'a.html',
    urls: ['/a.html'],
  },
  {
    name: 'without clean URLs a folder still has an index',
    site: { cleanUrls: false },
    path: 'a/index.html',
    urls: ['/a/index.html', '/a/', '/a'],
  },
  {
    name: 'with trailing slashes a page has one',
    site: { trailingSlash: true },
    path: 'a.html',
    urls: ['/a.html', '/a/'],
  },
  {
    name: 'with trailing slashes a folder has one',
    site: { trailingSlash: true, cleanUrls: true },
    path: 'a/index.html',
    urls: ['/a/'],
  },
  {
    name: 'without trailing slashes a folder has none',
    site: { trailingSlash: false, cleanUrls: true },
    path: 'a/index.html',
    urls: ['/a'],
  },
  {
    name: 'the root keeps its slash without trailing slashes',
    site: { trailingSlash: false, cleanUrls: true },
    path: 'index.html',
    urls: ['/'],
  },
  {
    name: 'a base with trailing slashes has no bare name',
    site: { trailingSlash: true, cleanUrls: true, base: '/docs/' },
    path: 'index.html',
    urls: ['/docs/'],
  },
  {
    name: 'every origin serves it',
    site: { origins: [WWW, { ...WWW, url: 'http://localhost:8080/static' }] },
    path: 'a.js',
    urls: ['/a.js', 'http://localhost:8080/static/a.js'],
  },
  {
    name: 'an origin of one folder serves what is in it, below its own root',
    site: { origins: [WWW, { url: 'https://cdn.example.com', dir: 'assets', documents: true }] },
    path: 'assets/a.js',
    urls: ['/assets/a.js', 'https://cdn.example.com/a.js'],
  },
  {
    name: 'an origin of one folder knows no base',
    site: {
      base: '/docs/',
      origins: [{ url: 'https://cdn.example.com/x', dir: 'assets', documents: true }],
    },
    path: 'assets/a.js',
    urls: ['https://cdn.example.com/x/a.js'],
  },
  {
    name: 'an origin of the whole build right at its address knows no base either',
    site: {
      base: '/docs/',
      origins: [WWW, { url: 'https://cdn.example.com/x', dir: '.', documents: false }],
    },
    path: 'assets/a.js',
    urls: ['/docs/assets/a.js', 'https://cdn.example.com/x/assets/a.js'],
  },
  {
    name: 'an origin of one folder serves nothing beside it',
    site: { origins: [{ url: 'https://cdn.example.com', dir: 'assets', documents: true }] },
    path: 'assets2/a.js',
    urls: [],
  },
  {
    name: 'an origin without documents serves no HTML',
    site: { origins: [WWW, { url: 'https://cdn.example.com', dir: '', documents: false }] },
    path: 'a.html',
    urls: ['/a.html', '/a'],
  },
  {
    name: 'the same origin twice is one',
    site: { origins: [WWW, { ...WWW, url: 'https://WWW.example.com:443' }] },
    path: 'a.js',
    urls: ['/a.js'],
  },
  {
    name: 'what would end a path is encoded',
    path: '50% off?/a#b.js',
    urls: ['/50%25%20off%3F/a%23b.js'],
  },
  { name: 'an escape in a name is not one', path: '%2e%2E/a%20b', urls: ['/%252e%252E/a%2520b'] },
  { name: 'a backslash is no slash', path: 'a\\b', urls: ['/a%5Cb'] },
  { name: 'line ends and tabs do not vanish', path: 'a\n\r\tb', urls: ['/a%0A%0D%09b'] },
  { name: 'Chinese is UTF-8', path: 'user/T3出行.png', urls: ['/user/T3%E5%87%BA%E8%A1%8C.png'] },
  { name: 'Unicode forms stay apart', path: 'e\u0301', urls: ['/e%CC%81'] },
  {
    name: 'quotes and angles are encoded, an apostrophe is not',
    path: `"<it's>"`,
    urls: [`/%22%3Cit's%3E%22`],
  },
  {
    name: 'brackets, colons and commas are sent as they are',
    path: "init(string:)/[slug],'a'@b&c=d+e;$!*~|.js",
    urls: ["/init(string:)/[slug],'a'@b&c=d+e;$!*~|.js"],
  },
  { name: 'braces, carets and backticks are encoded', path: '{a}^`', urls: ['/%7Ba%7D%5E%60'] },
  { name: 'rules for the host are no URL', path: '_headers', urls: [] },
])('$name', ({ site: changes, path, urls }) => {
  const absolute = urls.map((url) => (url.startsWith('/') ? `${WWW.url}${url}` : url))
  expect(createUrls(site(changes))(path)).toEqual(absolute)
})

const paths = fc
  .array(
    fc
      .string({ unit: 'binary', minLength: 1, maxLength: 8 })
      .filter((name) => !name.includes('/') && name !== '.' && name !== '..'),
    { minLength: 1, maxLength: 4 },
  )
  .map((segments) => `${segments.join('/')}.js`)

test('a browser sends every URL as it stands, and it means that path', () => {
  fc.assert(
    fc.property(paths, (path) => {
      const [url = ''] = createUrls(site())(path)
      expect(new URL(url).href).toBe(url)
      expect(decodeURIComponent(new URL(url).pathname)).toBe(`/${path}`)
    }),
  )
})

const eitherOrBoth = fc.constantFrom<boolean | 'both'>(true, false, 'both')

const sites = fc.record<Site>({
  origins: fc.array(
    fc.record({
      url: fc.constantFrom('https://a.example', 'https://b.example/x', 'http://localhost:81'),
      dir: fc.constantFrom('', 'a'),
      documents: fc.boolean(),
    }),
    { minLength: 1 },
  ),
  base: fc.constantFrom('/', '/docs/'),
  cleanUrls: eitherOrBoth,
  trailingSlash: eitherOrBoth,
  fallback: fc.constant(undefined),
})

test('URLs are unique, absolute, inside the site, and the same each time', () => {
  const pages = fc.constantFrom('index.html', 'a.html', 'a/index.html', 'a/b.html', 'a/b.js')
  fc.assert(
    fc.property(sites, pages, (each, path) => {
      const urls = createUrls(each)(path)
      expect(new Set(urls).size).toBe(urls.length)
      expect(createUrls(each)(path)).toEqual(urls)
      for (const url of urls) {
        expect(siteRoots(each).some((root) => `${url}/`.startsWith(root))).toBe(true)
      }
    }),
  )
})

test('either form or both: the two settings together give what "both" gives', () => {
  const both = new Set(createUrls(site())('a/index.html'))
  const apart = [true, false].flatMap((cleanUrls) =>
    [true, false].flatMap((trailingSlash) =>
      createUrls(site({ cleanUrls, trailingSlash }))('a/index.html'),
    ),
  )
  expect(new Set(apart)).toEqual(both)
})

test.for([
  ['a/index.html', true],
  ['A.HTM', true],
  ['sw.js', true],
  ['service-worker.js', true],
  ['firebase-messaging-sw.js', true],
  ['ngsw.json', true],
  ['site.webmanifest', true],
  ['manifest.json', true],
  ['assets/app.js', false],
  ['answ.js', false],
  ['html', false],
  ['data.json', false],
] as const)('%s is a document: %s', ([path, expected]) => {
  expect(isDocument(path)).toBe(expected)
})
