import type { BuildOutput, BuildResult } from 'cdn-purge'
import { expect, test } from 'vitest'
import { unionBuilds } from './union-builds.ts'

function build(outputs: readonly BuildOutput[], names: readonly string[] = []): BuildResult {
  const fingerprinted = new Map(names.map((name) => [name, true]))
  return { bundler: 'vite', root: '/site', mode: 'production', outputs, fingerprinted }
}

interface Row {
  name: string
  outputs: BuildOutput[]
  left: string[]
}

test.for<Row>([
  {
    name: 'one folder is kept',
    outputs: [{ dir: '/dist', base: '/' }],
    left: ['/dist'],
  },
  {
    name: 'a folder that is named twice is kept once',
    outputs: [
      { dir: '/dist', base: '/' },
      { dir: '/dist', base: '/' },
    ],
    left: ['/dist'],
  },
  {
    name: 'a folder inside another one is covered by it',
    outputs: [
      { dir: '/dist', base: undefined },
      { dir: '/dist/js', base: undefined },
    ],
    left: ['/dist'],
  },
  {
    name: 'so is one that says the place it has there',
    outputs: [
      { dir: '/dist/admin/ui', base: '/docs/admin/ui/' },
      { dir: '/dist', base: '/docs/' },
    ],
    left: ['/dist'],
  },
  {
    name: 'one that is served elsewhere is not',
    outputs: [
      { dir: '/dist', base: '/' },
      { dir: '/dist/assets', base: 'https://cdn.example.com/' },
    ],
    left: ['/dist', '/dist/assets'],
  },
  {
    name: 'a name that only begins alike is no folder inside',
    outputs: [
      { dir: '/dist', base: '/' },
      { dir: '/dist-legacy', base: '/' },
    ],
    left: ['/dist', '/dist-legacy'],
  },
])('$name', ({ outputs, left }) => {
  const builds = outputs.map((output) => build([output]))

  expect(unionBuilds(builds)?.outputs.map(({ dir }) => dir)).toEqual(left)
})

test('builds for servers only are no build for visitors', () => {
  expect(unionBuilds([build([]), build([])])).toBeUndefined()
})

test('what any of them says of names is kept', () => {
  const union = unionBuilds([
    build([], ['/dist-server/a.js']),
    build([{ dir: '/dist', base: '/' }], ['/dist/b.js']),
  ])

  expect(union?.fingerprinted).toEqual(
    new Map([
      ['/dist-server/a.js', true],
      ['/dist/b.js', true],
    ]),
  )
})
