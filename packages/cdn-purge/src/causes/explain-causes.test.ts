import { createManifest, diff, digestBytes, plan, shapeOf, type Manifest } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { explainCauses } from './explain-causes.ts'

const SITE = {
  origins: [{ url: 'https://www.example.com', dir: '', documents: true }],
  base: '/',
  cleanUrls: 'both',
  trailingSlash: 'both',
  fallback: undefined,
} as const

const LIMITS = { maxUrls: 100, maxKeys: 100, acceptsUrls: true }

function manifestOf(files: Readonly<Record<string, string>>): Manifest {
  return createManifest(
    Object.entries(files).map(([path, text]) => {
      const bytes = Buffer.from(text)
      const fingerprinted = /\.[0-9a-f]{8}\./.test(path)
      return {
        path,
        size: bytes.length,
        digest: digestBytes(bytes),
        fingerprinted,
        shape: shapeOf(bytes),
      }
    }),
  )
}

/** What is said of a site of 60 pages, before and after. */
async function notesOf(
  page: (index: number, isAfter: boolean) => string,
  { more = {} }: { readonly more?: Readonly<Record<string, string>> } = {},
): Promise<string[]> {
  const filesOf = (isAfter: boolean) =>
    Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`p${index}/index.html`, page(index, isAfter)]),
    )
  const after: Readonly<Record<string, string>> = { ...filesOf(true), ...more }
  const changes = diff([manifestOf(filesOf(false))], manifestOf(after))
  const found = plan(changes, SITE, { limits: LIMITS })
  const explained = await explainCauses(found, (path) => Promise.resolve(after[path]))
  expect({ ...explained, notes: [] }).toEqual({ ...found, notes: [] })
  return explained.notes.map(({ text }) => text)
}

test('the date that all pages share is named, and not those that each has of its own', async () => {
  const notes = await notesOf(
    (index, isAfter) =>
      `<html><body>\n<h1>Post ${index}</h1><time>${1 + (index % 9)} May 2019</time>\n<footer>Built on <b>2/${isAfter ? 20 : 13}/2026</b></footer>\n`,
  )
  expect(notes).toEqual([
    'All 60 changed pages differ only in a date. Most likely here: <b>2/20/2026 A date of the build in a template changes every page with every build; the date of a page changes with the page.',
  ])
})

test('of hash references the one to a new file is named, with what the framework can do', async () => {
  const notes = await notesOf(
    (_, isAfter) =>
      `<meta name="generator" content="Docusaurus v3.10.2"><link href="/assets/css/styles.aaaa1111.css"><script src="/assets/js/main.${isAfter ? '9f8e7d6c' : '1a2b3c4d'}.js"></script>`,
    { more: { 'assets/js/main.9f8e7d6c.js': 'code' } },
  )
  expect(notes).toEqual([
    'All 60 changed pages differ only in hash references. Most likely here: <script src="/assets/js/main.9f8e7d6c.js"> Docusaurus loads `main` and `runtime~main` on every page, and both change with most builds; there is no setting for it.',
  ])
})

test('pages in another order have no example, and pages with other content no cause', async () => {
  expect(await notesOf((_, isAfter) => (isAfter ? 'a\nb\n' : 'b\na\n'))).toEqual([
    'All 60 changed pages differ only in order.',
  ])
  expect(await notesOf((_, isAfter) => (isAfter ? 'this' : 'that'))).toEqual([])
})

test('a text that is not there any more costs the example only', async () => {
  const before = manifestOf({})
  const changes = diff([before], before)
  const found = plan(changes, SITE, { limits: LIMITS })
  expect(await explainCauses(found, () => Promise.resolve(undefined))).toBe(found)
})
