import { expect, test } from 'vitest'
import type { BuildOutput } from './build-result.ts'
import { mountOutputs } from './mounts.ts'

interface Case {
  readonly name: string
  readonly outputs: readonly BuildOutput[]
  /** `<base> <- <dir>@<at> …`, then asset origins. */
  readonly mounts: string
}

test.for<Case>([
  {
    name: 'one folder lies at its base',
    outputs: [{ dir: '/dist', base: '/docs/' }],
    mounts: '/docs/ <- /dist@',
  },
  {
    name: 'a base that nobody knows is the root',
    outputs: [{ dir: '/dist', base: undefined }],
    mounts: '/ <- /dist@',
  },
  {
    name: 'a relative base is the root',
    outputs: [{ dir: '/dist', base: './' }],
    mounts: '/ <- /dist@',
  },
  {
    name: 'a site and its admin pages are one tree',
    outputs: [
      { dir: '/dist', base: '/' },
      { dir: '/admin', base: '/admin/' },
    ],
    mounts: '/ <- /dist@ /admin@admin/',
  },
  {
    name: 'what two bases have in common is the base',
    outputs: [
      { dir: '/a', base: '/docs/v1/' },
      { dir: '/b', base: '/docs/v2/x/' },
    ],
    mounts: '/docs/ <- /a@v1/ /b@v2/x/',
  },
  {
    name: 'a common beginning of two names is nothing in common',
    outputs: [
      { dir: '/a', base: '/docs/' },
      { dir: '/b', base: '/docs2/' },
    ],
    mounts: '/ <- /a@docs/ /b@docs2/',
  },
  {
    name: 'the same folder twice is scanned once',
    outputs: [
      { dir: '/dist', base: '/' },
      { dir: '/dist', base: '/' },
    ],
    mounts: '/ <- /dist@',
  },
  {
    name: 'an absolute base is an address of its own for the assets',
    outputs: [{ dir: '/dist', base: 'https://cdn.example.com/static/' }],
    mounts: '/ <- /dist@ https://cdn.example.com/static',
  },
  {
    name: 'beside an address for the assets the pages keep their base',
    outputs: [
      { dir: '/dist', base: 'https://cdn.example.com/static/' },
      { dir: '/dist', base: '/docs/' },
    ],
    mounts: '/docs/ <- /dist@ https://cdn.example.com/static',
  },
  {
    name: 'one without scheme too',
    outputs: [{ dir: '/dist', base: '//cdn.example.com/' }],
    mounts: '/ <- /dist@ https://cdn.example.com',
  },
])('$name', ({ outputs, mounts }) => {
  const found = mountOutputs(outputs)
  const shown = [
    `${found.base} <-`,
    ...found.mounts.map(({ dir, at }) => `${dir}@${at}`),
    ...found.assetOrigins,
  ].join(' ')
  expect(shown).toBe(mounts)
})

test('no folder at all is an error', () => {
  expect(() => mountOutputs([])).toThrow('The build wrote no folder to scan.')
})
