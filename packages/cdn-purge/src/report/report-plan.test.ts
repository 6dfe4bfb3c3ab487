import type { Change, Plan, PlanRequest } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { planLines } from './report-plan.ts'

const SITE: Plan['site'] = {
  origins: [{ url: 'https://www.example.com', dir: '', documents: true }],
  base: '/',
  cleanUrls: 'both',
  trailingSlash: 'both',
  fallback: undefined,
}

const NO_STATS: Plan['stats'] = {
  added: 0,
  changed: 0,
  removed: 0,
  kept: 0,
  targets: 0,
  requests: 0,
  seconds: 0,
  purgedUnchangedUrls: 0,
  purgedUnchangedBytes: 0,
  invalidatedUnchangedUrls: 0,
  invalidatedUnchangedBytes: 0,
}

function planOf(part: Partial<Plan>): Plan {
  return { version: 1, site: SITE, changes: [], requests: [], notes: [], stats: NO_STATS, ...part }
}

function change(kind: Change['kind'], path: string, more: Partial<Change> = {}): Change {
  return { kind, path, reason: 'other bytes', fingerprinted: false, ...more }
}

function urls(count: number): PlanRequest {
  const targets = Array.from({ length: count }, (_, index) => `https://www.example.com/${index}`)
  return { action: 'purge', by: 'files', targets, reason: `${count} document URLs` }
}

function report(plan: Plan, all = false): string {
  return planLines(plan, { all }).join('\n')
}

test('an everyday plan is read at a glance', () => {
  const plan = planOf({
    zone: 'example.com',
    environment: 'staging',
    build: '1a2b3c4d5e6f',
    baseline: ['x', 'y'],
    changes: [
      change('changed', 'about/index.html', { reason: 'other bytes in 1 of 2 earlier builds' }),
      change('added', 'assets/app-1a2b3c4d.js', { reason: 'new', fingerprinted: true }),
      change('removed', 'assets/app-0a9b8c7d.js', { reason: 'gone', fingerprinted: true }),
      change('changed', 'index.html'),
      change('removed', 'old.html', { reason: 'gone' }),
    ],
    requests: [urls(9)],
    notes: [{ code: 'kept-fingerprinted', text: '1 removed file stays cached.' }],
    stats: { ...NO_STATS, kept: 1 },
  })
  expect(report(plan)).toBe(`Plan for https://www.example.com/, staging of example.com
Build 1a2b3c4d against 2 recorded deploys

2 paths changed
  ~ about/index.html  other bytes in 1 of 2 earlier builds
  ~ index.html        other bytes

1 path removed
  - old.html

1 path added, 1 of them with a content hash in the name
  + assets/app-1a2b3c4d.js

1 path removed, and kept at the edge
  = assets/app-0a9b8c7d.js

Purges 9 URLs in 1 request
! 1 removed file stays cached.`)
})

test('a plan without target or ledger says nothing of them', () => {
  expect(report(planOf({}))).toBe('Plan for https://www.example.com/\n\nNothing to purge.')
})

test('thousands of paths become a tree, fullest folders first, and the batches one line', () => {
  const changes = [
    ...Array.from({ length: 2_000 }, (_, index) =>
      change('changed', `docs/guide/${index < 1_500 ? 'a' : 'b'}/page-${index}.html`),
    ),
    ...Array.from({ length: 490 }, (_, index) => change('changed', `docs/api/${index}.html`)),
    change('removed', 'docs/api/old.html', { reason: 'gone' }),
    change('removed', 'assets/a-1a2b3c4d.js', { reason: 'gone', fingerprinted: true }),
    change('added', 'assets/a-5a6b7c8d.js', { reason: 'new', fingerprinted: true }),
  ]
  const stats = { ...NO_STATS, kept: 1, seconds: 3.1 }
  const lines = report(planOf({ changes, stats, requests: [urls(500), urls(500)] })).split('\n')
  expect(lines).toEqual([
    'Plan for https://www.example.com/',
    '',
    '~ 2,490 paths changed (other bytes)',
    '- 1 path removed',
    '+ 1 path added, 1 of them with a content hash in the name',
    '= 1 path removed, and kept at the edge',
    '',
    '  docs/            ~ 2,490  - 1',
    '    guide/         ~ 2,000',
    '      a/           ~ 1,500',
    '      b/           ~ 500',
    '    api/           ~ 490  - 1',
    '  assets/          + 1  = 1',
    '    a-5a6b7c8d.js  + 1',
    '    a-1a2b3c4d.js  = 1',
    '',
    'Purges 1,000 URLs in 2 requests',
    '  takes about 3.1 s at the documented rate',
  ])
})

test('a flat list that is too long ends in what is not named', () => {
  const changes = Array.from({ length: 1_246 }, (_, index) => change('changed', `${index}.html`))
  expect(report(planOf({ changes }))).toContain('  1,246 files  ~ 1,246')
})

test('of wide targets the reviewer sees what they stand for and what goes along', () => {
  const changes = ['a/1.html', 'a/2.html', 'b/3.html'].map((path) => change('changed', path))
  const targets = ['www.example.com/a', 'www.example.com/b']
  const reason = 'the environment refuses exact URLs'
  const stats = { ...NO_STATS, purgedUnchangedUrls: 3, purgedUnchangedBytes: 12_345 }
  const request: PlanRequest = { action: 'purge', by: 'prefixes', targets, reason }
  expect(report(planOf({ changes, stats, requests: [request] }))).toContain(
    `Purges 2 prefixes in 1 request: ${reason}
    www.example.com/a  2 changed paths
    www.example.com/b  1 changed path
  3 unchanged URLs (12 kB) may be purged along`,
  )
})

test.for([
  { kept: 2, title: '2 paths removed, and kept at the edge' },
  { kept: 1, title: '2 paths removed with a content hash in the name, 1 of them kept at the edge' },
  { kept: 0, title: '2 paths removed with a content hash in the name' },
])('of removed names with a hash, $kept are kept: "$title"', ({ kept, title }) => {
  const changes = ['a-1a2b3c4d.js', 'b-1a2b3c4d.js'].map((path) =>
    change('removed', path, { reason: 'gone', fingerprinted: true }),
  )
  expect(report(planOf({ changes, stats: { ...NO_STATS, kept } })).split('\n')).toContain(title)
})

test('`--all` shows every path and every target', () => {
  const changes = Array.from({ length: 40 }, (_, index) => change('changed', `${index}.html`))
  const text = report(planOf({ changes, requests: [urls(30)] }), true)
  for (const { path } of changes) expect(text).toContain(`  ~ ${path}`)
  expect(text).toContain('    https://www.example.com/29')
  expect(text).not.toContain('more')
})

test('wide targets are always named, with the reason', () => {
  const reason = 'the environment refuses exact URLs'
  const request: PlanRequest = {
    action: 'purge',
    by: 'prefixes',
    targets: ['www.example.com/a', 'www.example.com/b'],
    reason,
  }
  expect(report(planOf({ requests: [request] }))).toContain(
    `Purges 2 prefixes in 1 request: ${reason}\n    www.example.com/a\n    www.example.com/b`,
  )
})

test('a purge of everything says so', () => {
  const request: PlanRequest = {
    action: 'purge',
    by: 'everything',
    targets: [],
    reason: 'asked for',
  }
  expect(report(planOf({ requests: [request] }))).toContain(
    'Purges everything, in 1 request: asked for',
  )
})

test('headers of a target are shown', () => {
  const target = { url: 'https://www.example.com/', headers: { 'CF-Device-Type': 'mobile' } }
  const request: PlanRequest = { action: 'purge', by: 'files', targets: [target], reason: '' }
  expect(report(planOf({ requests: [request] }), true)).toContain(
    'https://www.example.com/ (CF-Device-Type: mobile)',
  )
})

test('what only the rules of the host change has sections of its own', () => {
  const reason = 'headers changed by rule "/assets/*": cache-control'
  const plan = planOf({
    changes: [
      change('redirect', '/blog/*', {
        reason: 'redirect "/blog/*" changed',
        urls: [],
        below: ['https://www.example.com/blog/'],
      }),
      change('redirect', '/old', {
        reason: 'redirect "/old" changed',
        urls: ['https://www.example.com/old'],
      }),
      change('headers', 'assets/app.js', { reason, headers: ['cache-control'] }),
    ],
    requests: [
      {
        action: 'purge',
        by: 'prefixes',
        targets: ['www.example.com/blog'],
        reason: 'redirect "/blog/*" changed; any path there may be cached',
      },
    ],
  })
  expect(report(plan).split('\n').slice(2)).toEqual([
    '1 path with other headers (headers changed by rule "/assets/*": cache-control)',
    '  * assets/app.js',
    '',
    '2 paths redirected otherwise',
    '  > /blog/*  redirect "/blog/*" changed',
    '  > /old     redirect "/old" changed',
    '',
    'Purges 1 prefix in 1 request: redirect "/blog/*" changed; any path there may be cached',
    '    www.example.com/blog  1 changed path',
  ])
})
