import { expect, test } from 'vitest'
import { detectFingerprinted, resolveFingerprinted } from './fingerprint.ts'

interface Case {
  readonly name: string
  readonly hashed?: readonly string[]
  readonly plain?: readonly string[]
}

const HASH_OF_DIGITS = ['2.12345678.chunk.js', '3.1a2b3c4d.chunk.js', '4.5e6f7a8b.chunk.js']

test.for<Case>([
  { name: 'webpack: hex after a dot', hashed: ['main.1a2b3c4d.js', 'js/7.f046bc18e2.chunk.js'] },
  {
    name: 'webpack: hex alone',
    hashed: ['c226b23a8a664c1044bd.worker.js', '4c354c82c52ca6cc.ttf'],
  },
  { name: 'Vite: a dash and eight characters', hashed: ['assets/index-BXq4hT2a.js'] },
  { name: 'Vite: the hash may hold dashes', hashed: ['assets/index-Cg6L7-by.js'] },
  { name: 'Vite: the hash may begin with a dash', hashed: ['assets/index--Xy12abc.js'] },
  { name: 'Astro: a dot', hashed: ['_astro/page.B2tnCcx8.js'] },
  { name: 'Nuxt: nothing but the hash', hashed: ['_nuxt/B2tnCcx8.js', '_nuxt/-VC9sOkq.js'] },
  { name: 'VitePress: more after the hash', hashed: ['assets/a.md.D6DHnQyz.lean.js'] },
  {
    name: 'esbuild: eight capitals',
    hashed: ['a-ZEJCFZP2.js', 'media/fa-solid-900-XY6737PV.woff2'],
  },
  { name: 'Hugo: sixty-four hex', hashed: [`scss/main.min.${'0dc89c70'.repeat(8)}.css`] },
  {
    name: 'what is made from a file and named after it follows it',
    hashed: ['a.1a2b3c4d.js', 'a.1a2b3c4d.js.map', 'a.1a2b3c4d.js.br', 'a.1a2b3c4d.js.LICENSE.txt'],
    plain: ['b.js.map'],
  },
  {
    name: 'a hash of letters only counts among neighbours that carry one',
    hashed: ['js/a-Bx1cDe2F.js', 'js/b-Ab3dE_gh.js', 'js/c-CHoZIEkb.js'],
  },
  { name: 'and not alone', plain: ['js/c-CHoZIEkb.js', 'js/app.js'] },
  {
    name: 'a name in a folder of plain names is plain',
    plain: ['img/team-Report1A.png', 'img/a.png', 'img/b.png', 'img/c.png', 'img/d.png'],
  },
  {
    name: 'chunks that begin alike among workers with plain names carry one',
    hashed: ['2X5O55FT', '2Z5ROPWA', '3UWTFT5C', 'KJSPYFDQ'].map((hash) => `w/chunk-${hash}.js`),
    plain: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `w/create${name}.js`),
  },
  { name: 'a page is plain, whatever its name', plain: ['posts/1a2b3c4d5e6f7a8b9c0d.html'] },
  { name: 'a word is no hash', plain: ['my-download.js', 'file-Download.js', 'a-my_image.png'] },
  { name: 'a word with a number is no hash', plain: ['img/photo-Summer24.jpg', 'a-HeroImg2.png'] },
  { name: 'a date is no hash', plain: ['feed-20240110.json', '20240110.json', '2024-01-10.json'] },
  { name: 'a version is no hash', plain: ['jquery-3.7.1.min.js', 'v10.12.2024.js'] },
  {
    name: 'nor is one among neighbours that carry a hash',
    hashed: ['app-1a2b3c4d.js', 'lazy-5e6f7a8b.js', 'part-9c0d1e2f.js'],
    plain: ['jquery-3.7.1.min.js', 'jquery-ui-1.13.2.js'],
  },
  { name: 'the number of a chunk and a hash of digits is no version', hashed: HASH_OF_DIGITS },
  { name: 'a UUID is no hash', plain: ['meta/7afe84ca-94b6-45a3-a38f-278b56602e17.json'] },
  {
    name: 'a hash of what a picture was drawn from is none of its bytes',
    plain: [
      `_images/inheritance-${'157ac777'.repeat(5)}.png`,
      `_images/inheritance-${'157ac777'.repeat(5)}.png.map`,
      `stable/_images/math/${'157ac777'.repeat(5)}.svg`,
      `dir_${'68267d13'.repeat(4)}_dep.svg`,
    ],
  },
  { name: 'a folder says nothing', plain: ['1a2b3c4d5e6f7a8b/app.js', '_next/B2tnCcx8/data.json'] },
  { name: 'plain names', plain: ['index.js', '.nojekyll', 'sw.js', 'LICENSE', 'a.tar.gz', '.gz'] },
])('$name', ({ hashed = [], plain = [] }) => {
  expect([...detectFingerprinted([...hashed, ...plain])]).toEqual(hashed)
})

test('the option decides alone, then the bundler, then the pattern', () => {
  const paths = ['a-1a2b3c4d.js', 'b.js', 'c-5e6f7a8b.js']
  const bundler = new Map([
    ['a-1a2b3c4d.js', false],
    ['b.js', true],
  ])
  expect([...resolveFingerprinted(paths)]).toEqual(['a-1a2b3c4d.js', 'c-5e6f7a8b.js'])
  expect([...resolveFingerprinted(paths, { bundler })]).toEqual(['b.js', 'c-5e6f7a8b.js'])
  expect([...resolveFingerprinted(paths, { bundler, option: ['a-*'] })]).toEqual(['a-1a2b3c4d.js'])
  expect([...resolveFingerprinted(paths, { bundler, option: [] })]).toEqual([])
  expect([
    ...resolveFingerprinted(paths, { bundler, option: (path) => path.startsWith('c') }),
  ]).toEqual(['c-5e6f7a8b.js'])
})

test('neighbours that the bundler named say nothing of a file that it does not know', () => {
  const paths = ['a-1a2b3c4d.js', 'b-5e6f7a8b.js', 'c-CHoZIEkb.js']
  const bundler = new Map(paths.slice(0, 2).map((path) => [path, true]))
  expect([...resolveFingerprinted(paths, { bundler })]).toEqual(paths.slice(0, 2))
  expect([...resolveFingerprinted(paths)]).toEqual(paths)
})

test('what the bundler says of a file goes for its map and its packed forms', () => {
  const paths = ['w.js', 'w.js.map', 'w.js.gz', 'v.js.map']
  const bundler = new Map([
    ['w.js', true],
    ['w.js.gz', false],
  ])
  expect([...resolveFingerprinted(paths, { bundler })]).toEqual(['w.js', 'w.js.map'])
})

test('globs match names that begin with a dot, and whole folders', () => {
  const paths = ['.x/a.js', 'b.js', 'c/d/e.js']
  expect([...resolveFingerprinted(paths, { option: ['**/a.js'] })]).toEqual(['.x/a.js'])
  expect([...resolveFingerprinted(paths, { option: ['c/'] })]).toEqual(['c/d/e.js'])
})

test('a glob that would match everything else is refused', () => {
  expect(() => resolveFingerprinted(['a.js'], { option: ['!a.js'] })).toThrow('`fingerprinted`')
})
