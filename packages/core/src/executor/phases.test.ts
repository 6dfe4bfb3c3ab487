import { expect, test } from 'vitest'
import type { Plan, PlanRequest } from '../plan/plan-format.ts'
import { phasesOf } from './phases.ts'

const SITE: Plan['site'] = {
  origins: [{ url: 'https://h.test', dir: '', documents: true }],
  base: '/',
  cleanUrls: 'both',
  trailingSlash: 'both',
  fallback: undefined,
}

function planOf(
  paths: readonly string[],
  requests: readonly (readonly [string, ...string[]])[],
): Plan {
  return {
    version: 1,
    site: SITE,
    changes: paths.map((path) => ({ path, kind: 'changed', reason: '', fingerprinted: false })),
    requests: requests.map(
      ([by, ...targets]) => ({ action: 'purge', by, targets, reason: '' }) as PlanRequest,
    ),
    notes: [],
    stats: { added: 0, changed: 0, removed: 0, kept: 0, targets: 0, requests: 0 },
  } as unknown as Plan
}

test.for<{
  readonly name: string
  readonly paths: readonly string[]
  readonly requests: readonly (readonly [string, ...string[]])[]
  readonly phases: readonly number[]
}>([
  { name: 'nothing', paths: [], requests: [], phases: [] },
  {
    name: 'assets alone',
    paths: ['a.js'],
    requests: [
      ['files', 'https://h.test/a.js'],
      ['files', 'https://h.test/b.js'],
    ],
    phases: [2],
  },
  {
    name: 'documents after assets',
    paths: ['a.js', 'x.html'],
    requests: [
      ['files', 'https://h.test/a.js'],
      ['files', 'https://h.test/b.js', 'https://h.test/x'],
      ['files', 'https://h.test/x.html'],
    ],
    phases: [1, 2],
  },
  {
    name: 'documents alone',
    paths: ['x.html'],
    requests: [
      ['files', 'https://h.test/x'],
      ['files', 'https://h.test/x.html'],
    ],
    phases: [2],
  },
  {
    name: 'a prefix without a document below it',
    paths: ['a/b.js', 'x.html'],
    requests: [
      ['prefixes', 'h.test/a'],
      ['files', 'https://h.test/c.js'],
      ['prefixes', 'h.test/x.html'],
    ],
    phases: [2, 1],
  },
  {
    name: 'a prefix that a document begins with',
    paths: ['about.html'],
    requests: [
      ['files', 'https://h.test/a.js'],
      ['prefixes', 'h.test/ab'],
    ],
    phases: [1, 1],
  },
  {
    name: 'a host with documents',
    paths: ['x.html'],
    requests: [
      ['files', 'https://g.test/a.js'],
      ['hosts', 'h.test'],
    ],
    phases: [1, 1],
  },
  {
    name: 'a host without any',
    paths: ['x.js'],
    requests: [
      ['files', 'https://g.test/a.js'],
      ['hosts', 'h.test'],
    ],
    phases: [2],
  },
  {
    name: 'a tag, of which nothing is known',
    paths: [],
    requests: [
      ['files', 'https://h.test/a.js'],
      ['tags', 'a'],
    ],
    phases: [1, 1],
  },
])('$name: phases of $phases', ({ paths, requests, phases }) => {
  expect(phasesOf(planOf(paths, requests)).map(({ length }) => length)).toEqual(phases)
})
