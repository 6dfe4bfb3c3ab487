import { createManifest } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { deployOf } from '../thrift/deploy.ts'
import { changedAndRemoved } from './changed-and-removed.ts'
import { changedDirectories } from './changed-directories.ts'
import { dirtyDirectories } from './dirty-directories.ts'
import { everything } from './everything.ts'
import { foldTo8 } from './fold-to-8.ts'
import { hostAbove500 } from './host-above-500.ts'
import { pathPrefixes } from './path-prefixes.ts'
import type { Deploy, Way } from './rival.ts'
import { sizeOnly } from './size-only.ts'

type Build = Readonly<Record<string, string>>

function manifestOf(files: Build) {
  return createManifest(
    Object.entries(files).map(([path, text]) => ({
      path,
      size: text.length,
      digest: `sha256-${text}`,
      fingerprinted: /-[\da-f]{8}\./.test(path),
    })),
  )
}

function between(before: Build, after: Build): Deploy {
  const pair = { from: '1', to: '2', before: manifestOf(before), after: manifestOf(after) }
  return deployOf(pair, 'own')
}

/** Targets without the host, and what they are. */
function sentBy(way: Way, deploy: Deploy): string[] {
  return way
    .decide(deploy)
    .flatMap(({ by, targets }) =>
      by === 'everything' ? [by] : targets.map((target) => `${by} ${JSON.stringify(target)}`),
    )
    .map((text) => text.replaceAll('"', '').replace(/(?:https:\/\/)?www\.example\.com\//, '/'))
    .toSorted()
}

const BEFORE: Build = {
  'index.html': 'home 1',
  'a/same.js': 'same',
  'a/b.js': 'b 1',
  'a/gone.js': 'gone',
  'a/chunk-1a2b3c4d.js': 'chunk',
  'dirty/x.js': 'x 1',
  'dirty/y.js': 'y 10',
}
const AFTER: Build = {
  'index.html': 'home 2',
  'a/same.js': 'same',
  'a/b.js': 'b 2',
  'a/new.js': 'new',
  'dirty/x.js': 'x 2',
  'dirty/y.js': 'y 2',
}

test.for<{ readonly way: Way; readonly sent: readonly string[] }>([
  { way: everything, sent: ['everything'] },
  {
    way: changedAndRemoved,
    sent: [
      'files /_index.html',
      'files /a/b.js',
      'files /a/chunk-1a2b3c4d.js',
      'files /a/gone.js',
      'files /dirty/x.js',
      'files /dirty/y.js',
    ],
  },
  {
    way: hostAbove500,
    sent: [
      'files /_index.html',
      'files /a/b.js',
      'files /a/chunk-1a2b3c4d.js',
      'files /a/gone.js',
      'files /a/new.js',
      'files /dirty/x.js',
      'files /dirty/y.js',
    ],
  },
  {
    way: sizeOnly,
    sent: [
      'files /a/chunk-1a2b3c4d.js',
      'files /a/gone.js',
      'files /a/new.js',
      'files /dirty/y.js',
    ],
  },
  { way: changedDirectories, sent: ['files /_index.html', 'prefixes /a', 'prefixes /dirty'] },
  {
    way: pathPrefixes,
    sent: [
      'prefixes /_index.html',
      'prefixes /a/b.js',
      'prefixes /a/gone.js',
      'prefixes /dirty/x.js',
      'prefixes /dirty/y.js',
    ],
  },
  {
    way: dirtyDirectories,
    sent: ['prefixes /_index.html', 'prefixes /a/b.js', 'prefixes /a/gone.js', 'prefixes /dirty'],
  },
])('$way.name', ({ way, sent }) => {
  expect(sentBy(way, between(BEFORE, AFTER))).toEqual(sent)
})

test.for([
  everything,
  changedAndRemoved,
  hostAbove500,
  foldTo8,
  sizeOnly,
  changedDirectories,
  pathPrefixes,
  dirtyDirectories,
])('$name sends nothing for nothing', (way) => {
  expect(sentBy(way, between(BEFORE, BEFORE))).toEqual([])
})

function many(count: number, pathOf: (index: number) => string): Deploy {
  const files = (text: string): Build =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [pathOf(index), `${text} ${index}`]),
    )
  return between(files('old'), files('new'))
}

test('a list of 501 URLs becomes the host, one of 500 does not', () => {
  expect(
    sentBy(
      hostAbove500,
      many(500, (index) => `${index}.js`),
    ),
  ).toHaveLength(500)
  expect(
    sentBy(
      hostAbove500,
      many(501, (index) => `${index}.js`),
    ),
  ).toEqual(['hosts www.example.com'])
})

test('eight paths are sent as they are, nine are folded at the deepest level that is enough', () => {
  const pathOf = (index: number) => `docs/${index % 3}/page-${index}/x.js`
  expect(sentBy(foldTo8, many(8, pathOf))).toHaveLength(8)
  expect(sentBy(foldTo8, many(9, pathOf))).toEqual([
    'prefixes /docs/0',
    'prefixes /docs/1',
    'prefixes /docs/2',
  ])
})

test('what cannot be folded to eight becomes the whole host', () => {
  expect(
    sentBy(
      foldTo8,
      many(9, (index) => `${index}.js`),
    ),
  ).toEqual(['hosts www.example.com'])
})
