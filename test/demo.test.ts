import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { createPaint } from '../examples/demo/paint.ts'
import { fate, problems, type Row } from '../examples/demo/row.ts'
import { addressesOf, digestAt } from '../examples/demo/site-folder.ts'
import { table } from '../examples/demo/table.ts'
import { runCommand } from './example-copy.ts'

const hit = (digest: string | undefined) => ({ cacheStatus: 'HIT', digest })
const miss = (digest: string | undefined) => ({ cacheStatus: 'MISS', digest })

const kept: Row = {
  address: '/visit/',
  old: 'a',
  next: 'a',
  before: hit('a'),
  after: hit('a'),
  refetched: false,
  production: hit('a'),
}
const changed: Row = { ...kept, address: '/menu/', next: 'b', after: miss('b'), refetched: true }
const added: Row = {
  ...changed,
  old: undefined,
  before: hit(undefined),
  production: hit(undefined),
}
const gone: Row = { ...kept, address: '/assets/old.js', next: undefined }

describe('what must happen to a URL', () => {
  test.for<{ name: string; row: Row; fate: 'kept' | 'purged' }>([
    { name: 'the same bytes are kept', row: kept, fate: 'kept' },
    { name: 'other bytes are purged', row: changed, fate: 'purged' },
    { name: 'a new URL is purged, for its cached 404', row: added, fate: 'purged' },
    { name: 'a chunk that is gone is kept', row: gone, fate: 'kept' },
    { name: 'a page that is gone is purged', row: { ...gone, address: '/old/' }, fate: 'purged' },
  ])('$name', ({ row, fate: expected }) => {
    expect(fate(row)).toBe(expected)
  })
})

describe('the demo fails', () => {
  test.for([kept, changed, added, gone])('not for $address as it must be', (row) => {
    expect(problems(row)).toEqual([])
  })

  test.for<{ name: string; row: Row }>([
    { name: 'old bytes after the purge', row: { ...changed, after: hit('a') } },
    { name: 'a cached 404 after the purge', row: { ...added, after: hit(undefined) } },
    { name: 'right bytes that no origin was asked for', row: { ...changed, refetched: false } },
    { name: 'right bytes that were there before', row: { ...changed, after: hit('b') } },
    { name: 'a kept URL that was purged', row: { ...kept, after: miss('a') } },
    { name: 'a kept URL that was purged and fetched again', row: { ...kept, refetched: true } },
    { name: 'a kept URL with other bytes', row: { ...kept, after: hit('z') } },
    { name: 'an old chunk that was purged', row: { ...gone, after: miss(undefined) } },
    { name: 'a purge that reached production', row: { ...changed, production: miss('b') } },
    { name: 'an edge that was not filled', row: { ...changed, before: miss('a') } },
    { name: 'an edge that was already new', row: { ...changed, before: hit('b') } },
  ])('for $name', ({ row }) => {
    expect(problems(row)).not.toEqual([])
    expect(table([row], createPaint({})).join('\n')).toContain('✗')
  })
})

describe('the addresses of a site', () => {
  const site = new Map([
    ['index.html', '1'],
    ['menu/index.html', '2'],
    ['privacy.html', '3'],
    ['images/bun.svg', '4'],
  ])

  test('are every name that a static host answers to', () => {
    expect(addressesOf(site).map((address) => [address, digestAt(site, address)])).toEqual([
      ['/', '1'],
      ['/index.html', '1'],
      ['/menu/', '2'],
      ['/menu', '2'],
      ['/menu/index.html', '2'],
      ['/privacy.html', '3'],
      ['/privacy', '3'],
      ['/images/bun.svg', '4'],
    ])
  })

  test('of nothing are 404', () => {
    expect(['/nowhere', '/nowhere/', '/images/'].map((address) => digestAt(site, address))).toEqual(
      [undefined, undefined, undefined],
    )
  })
})

test('the demo purges what changed and nothing else', { timeout: 180_000 }, async () => {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const { code, output } = await runCommand(root, 'tsx examples/demo/demo.ts')
  expect(code, output).toBe(0)
  const rows = output.split('\n').filter((line) => /^ {2}[✓✗] \//.test(line))
  expect(rows.filter((row) => !row.startsWith('  ✓ '))).toEqual([])
  const fates = rows.map((row) => (/right {2}purged/.test(row) ? 'purged' : 'kept'))
  // Three names of two pages, the image, the marker, and two new chunks.
  expect(fates.filter((kind) => kind === 'purged')).toHaveLength(10)
  expect(fates.filter((kind) => kind === 'kept').length).toBeGreaterThan(20)
  expect(output).toContain('HIT  old bytes  /menu/')
  expect(output).toMatch(/^ {2}\d+ URLs in each of 2 environments · .* API requests, .* ms$/m)
})
