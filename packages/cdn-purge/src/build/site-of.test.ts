import { createUrls } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { optionsWith } from '../../test/options.ts'
import { isSameSite, siteOf } from './site-of.ts'

test('a site is what the options say, and what only the build knows', () => {
  const options = optionsWith({ cleanUrls: true, fallback: 'index.html' })
  expect(siteOf(options, { base: '/docs/', assetOrigins: ['https://cdn.example.com'] })).toEqual({
    origins: [
      { url: 'https://www.example.com', dir: '', documents: true },
      { url: 'https://cdn.example.com', dir: '.', documents: false },
    ],
    base: '/docs/',
    cleanUrls: true,
    trailingSlash: 'both',
    fallback: 'index.html',
  })
})

test('the option wins over the build, and the root is the last resort', () => {
  expect(siteOf(optionsWith({ base: '/a/' }), { base: '/b/' }).base).toBe('/a/')
  expect(siteOf(optionsWith()).base).toBe('/')
  const bases = { 'dist-admin': '/admin/' }
  expect(siteOf(optionsWith({ base: '/a/', bases }), { base: '/' }).base).toBe('/')
})

test('at the address of its assets a build lies at the root, whatever its pages are below', () => {
  const assetOrigins = ['https://cdn.example.com/static']
  const urlsIn = (base: string) => createUrls(siteOf(optionsWith(), { base, assetOrigins }))('a.js')
  expect(urlsIn('/docs/')).toEqual([
    'https://www.example.com/docs/a.js',
    'https://cdn.example.com/static/a.js',
  ])
  expect(urlsIn('/')).toEqual([
    'https://www.example.com/a.js',
    'https://cdn.example.com/static/a.js',
  ])
})

test('an address that the user named keeps what the user said of it', () => {
  const options = optionsWith({ site: ['https://www.example.com', 'https://cdn.example.com'] })
  const site = siteOf(options, { assetOrigins: ['https://cdn.example.com'] })
  expect(site.origins.map(({ documents }) => documents)).toEqual([true, true])
})

interface Pair {
  readonly name: string
  readonly a: Readonly<Record<string, unknown>>
  readonly b: Readonly<Record<string, unknown>>
  readonly same: boolean
}

const CDN = { url: 'https://cdn.test', dir: 'assets', documents: false }

test.for<Pair>([
  { name: 'equal options', a: {}, b: {}, same: true },
  {
    name: 'addresses in another order',
    a: { site: ['https://www.test', CDN] },
    b: { site: [CDN, 'https://www.test'] },
    same: true,
  },
  {
    name: 'a slash at the end',
    a: { site: 'https://a.test' },
    b: { site: 'https://a.test/' },
    same: true,
  },
  { name: 'another address', a: {}, b: { site: 'https://other.test' }, same: false },
  {
    name: 'one address more',
    a: { site: 'https://www.test' },
    b: { site: ['https://www.test', CDN] },
    same: false,
  },
  { name: 'another base', a: {}, b: { base: '/docs/' }, same: false },
  { name: 'other routes', a: {}, b: { cleanUrls: true }, same: false },
  { name: 'another fallback', a: {}, b: { fallback: 'index.html' }, same: false },
])('$name: the same URLs is $same', ({ a, b, same }) => {
  const [one, other] = [siteOf(optionsWith(a)), siteOf(optionsWith(b))]
  expect(isSameSite(one, other)).toBe(same)
  // A recorded site went through JSON, in which what is undefined is lost.
  expect(isSameSite(JSON.parse(JSON.stringify(one)), other)).toBe(same)
})
