import { expect, test } from 'vitest'
import type { BuildOutput } from './build-result.ts'
import { outputsOf } from './outputs-of.ts'

interface Case {
  readonly name: string
  readonly dirs?: readonly string[]
  readonly base?: string
  readonly bases?: Readonly<Record<string, string>>
  readonly written?: readonly BuildOutput[]
  readonly gives: readonly BuildOutput[]
}

const written = (dir: string, base: string | undefined): BuildOutput => ({ dir, base })

test.for<Case>([
  {
    name: 'what the bundler wrote, where the user names nothing',
    written: [written('/p/dist', '/docs/')],
    gives: [written('/p/dist', '/docs/')],
  },
  {
    name: 'the folder of the user with the base of the bundler',
    dirs: ['/p/dist'],
    written: [written('/p/dist', '/docs/')],
    gives: [written('/p/dist', '/docs/')],
  },
  {
    name: 'the base above, where the bundler wrote a folder below',
    dirs: ['/p/dist'],
    written: [written('/p/dist/assets', '/docs/assets/')],
    gives: [written('/p/dist', '/docs/')],
  },
  {
    name: 'the root, where the folder below is the whole base',
    dirs: ['/p/dist'],
    written: [written('/p/dist/static/js', '/static/js/')],
    gives: [written('/p/dist', '/')],
  },
  {
    name: 'the address above, where assets have one of their own',
    dirs: ['/p/dist'],
    written: [written('/p/dist/assets', 'https://cdn.example.com/assets/')],
    gives: [written('/p/dist', 'https://cdn.example.com/')],
  },
  {
    name: 'the base as it is, where it does not end as the folder does',
    dirs: ['/p/dist'],
    written: [written('/p/dist/client', '/docs/')],
    gives: [written('/p/dist', '/docs/')],
  },
  {
    name: 'the base of the user before any other',
    dirs: ['/p/dist'],
    base: '/x/',
    written: [written('/p/dist/assets', '/docs/assets/')],
    gives: [written('/p/dist', '/x/')],
  },
  {
    name: 'a folder’s own base before that of all',
    dirs: ['/p/dist', '/p/admin'],
    base: '/x/',
    bases: { '/p/admin': '/x/admin/' },
    gives: [written('/p/dist', '/x/'), written('/p/admin', '/x/admin/')],
  },
  {
    name: 'a folder’s own base before what the bundler wrote',
    bases: { '/p/admin': '/admin/' },
    written: [written('/p/dist', '/'), written('/p/admin', '/')],
    gives: [written('/p/dist', '/'), written('/p/admin', '/admin/')],
  },
  {
    name: 'no base, where nobody knows one',
    dirs: ['/p/dist'],
    gives: [written('/p/dist', undefined)],
  },
])('gives $name', ({ dirs = [], base, bases = {}, written: outputs = [], gives }) => {
  expect(outputsOf({ dirs, base, bases: new Map(Object.entries(bases)) }, outputs)).toEqual(gives)
})

test('a folder that nobody knows is asked for', () => {
  expect(() => outputsOf({ dirs: [], base: undefined, bases: new Map() })).toThrow(
    '`dir` is missing',
  )
})
