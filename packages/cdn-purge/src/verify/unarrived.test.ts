import { createManifest } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { lateNotes, unarrived, unpaid } from './unarrived.ts'
import type { Verdict } from './verdict.ts'

const MANIFEST = createManifest(
  ['about.html', 'app.js.map'].map((path) => ({
    path,
    size: 1,
    digest: 'test-1',
    fingerprinted: false,
  })),
)

function verdictOn(url: string, path: string, origin: Verdict['origin']): Verdict {
  const base = { kept: false, cacheStatus: 'MISS', colo: undefined, why: '' } as const
  return { ...base, url, path, kind: 'fresh', origin }
}

interface Case {
  readonly name: string
  readonly verdicts: readonly Verdict[]
  readonly urls: readonly string[]
  readonly notes?: readonly string[]
}

test.for<Case>([
  {
    name: 'what has the bytes of the build',
    verdicts: [verdictOn('/about', 'about.html', 'unasked')],
    urls: [],
  },
  {
    name: 'a page that is known under another address',
    verdicts: [
      verdictOn('/about.html', 'about.html', 'unbuilt'),
      verdictOn('/about', 'about.html', 'unasked'),
    ],
    urls: [],
  },
  {
    name: 'a page that is missing under each address',
    verdicts: [
      verdictOn('/about.html', 'about.html', 'unbuilt'),
      verdictOn('/about', 'about.html', 'unbuilt'),
    ],
    urls: ['/about.html', '/about'],
    notes: ['not-arrived'],
  },
  {
    name: 'a source map that the host does not serve',
    verdicts: [verdictOn('/app.js.map', 'app.js.map', 'unbuilt')],
    urls: ['/app.js.map'],
  },
  {
    name: 'a page that is missing under one address, and whose other one did not answer',
    verdicts: [
      verdictOn('/about.html', 'about.html', 'unbuilt'),
      verdictOn('/about', 'about.html', 'unanswered'),
    ],
    urls: ['/about.html'],
    notes: ['not-arrived'],
  },
  {
    name: 'a removed page that is still served under one address',
    verdicts: [
      verdictOn('/old.html', 'old.html', 'unbuilt'),
      verdictOn('/old', 'old.html', 'unasked'),
    ],
    urls: ['/old.html'],
    notes: ['not-gone'],
  },
])('owed: $name', ({ verdicts, urls, notes = [] }) => {
  const late = unarrived(verdicts, MANIFEST)
  expect(late.map(({ url }) => url)).toEqual(urls)
  expect(lateNotes(late, MANIFEST).map(({ code }) => code)).toEqual(notes)
})

test('a debt is paid once none of its URLs is late any more, or its upload must have ended', () => {
  const late = new Set(['/old'])
  const why = { code: 'c', text: 't' }
  const debts = [
    { name: 'late', urls: ['/x', '/old'], why, since: 901 },
    { name: 'right', urls: ['/x'], why, since: 901 },
    { name: 'old', urls: ['/old'], why, since: 900 },
  ]
  expect([...unpaid(debts, late, { readAt: 1_000, abandonAfterMs: 100 })]).toEqual(['late'])
})
