import { expect, test } from 'vitest'
import { manifestOf, type SmallBuild } from '../../test/builds.ts'
import { diff } from './diff.ts'
import { isEvicted } from './treatment.ts'

interface Case {
  readonly name: string
  readonly baseline: readonly SmallBuild[]
  readonly next: SmallBuild
  readonly evicted: boolean
}

test.for<Case>([
  {
    name: 'stable, other bytes: evict',
    baseline: [{ a: '1' }],
    next: { a: '2' },
    evicted: true,
  },
  { name: 'stable, removed: evict', baseline: [{ a: '1' }], next: {}, evicted: true },
  { name: 'stable, added: evict', baseline: [{}], next: { a: '1' }, evicted: true },
  { name: 'fingerprinted, added: evict', baseline: [{}], next: { a: '#1' }, evicted: true },
  { name: 'fingerprinted, removed: keep', baseline: [{ a: '#1' }], next: {}, evicted: false },
  {
    name: 'fingerprinted, removed, the same bytes in two builds: keep',
    baseline: [{ a: '#1' }, { a: '#1' }],
    next: {},
    evicted: false,
  },
  {
    name: 'fingerprinted, removed, different bytes in two builds: evict',
    baseline: [{ a: '#1' }, { a: '#2' }],
    next: {},
    evicted: true,
  },
  {
    name: 'fingerprinted, same name, other bytes: evict',
    baseline: [{ a: '#1' }],
    next: { a: '#2' },
    evicted: true,
  },
])('$name', ({ baseline, next, evicted }) => {
  const changes = diff(baseline.map(manifestOf), manifestOf(next))
  expect(changes.map(isEvicted)).toEqual([evicted])
})
