import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { manifestOf, siteWith } from '../../test/builds.ts'
import { diff } from '../changes/diff.ts'
import { PurgeError } from '../errors.ts'
import { parsePlan, serializePlan } from './plan-file.ts'
import { plan } from './plan.ts'
import type { Plan } from './plan-format.ts'

const PLAN: Plan = plan(
  diff([manifestOf({ 'index.html': '1' })], manifestOf({ 'index.html': '2', 'a.js': '1' })),
  siteWith({ fallback: 'app.html' }),
  {
    limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: true },
    about: { zone: 'example.com', environment: 'staging', build: 'b1', baseline: ['d1'] },
    notes: [{ code: 'some-note', text: 'Something to know.' }],
  },
)

function failure(text: string): PurgeError | undefined {
  try {
    parsePlan(text, 'plan.json')
    return undefined
  } catch (error) {
    if (error instanceof PurgeError && error.code === 'bad-plan') return error
    throw error
  }
}

/** The plan with one place in it replaced: `requests.0.by`. */
function planWith(place: string, value: unknown): string {
  const copy: unknown = JSON.parse(serializePlan(PLAN))
  const keys = place.split('.')
  const last = keys.pop() ?? ''
  let at = copy as Record<string, unknown>
  for (const key of keys) at = at[key] as Record<string, unknown>
  if (value === undefined) delete at[last]
  else at[last] = value
  return JSON.stringify(copy)
}

test('a plan is a file that people read', () => {
  expect(serializePlan(PLAN)).toMatchInlineSnapshot(`
    "{
      "version": 1,
      "site": {
        "origins": [
          {
            "url": "https://www.example.com",
            "dir": "",
            "documents": true
          }
        ],
        "base": "/",
        "cleanUrls": "both",
        "trailingSlash": "both",
        "fallback": "app.html"
      },
      "zone": "example.com",
      "environment": "staging",
      "build": "b1",
      "baseline": [
        "d1"
      ],
      "changes": [
        {
          "kind": "added",
          "path": "a.js",
          "reason": "new",
          "fingerprinted": false
        },
        {
          "kind": "changed",
          "path": "index.html",
          "reason": "other bytes",
          "fingerprinted": false
        }
      ],
      "requests": [
        {
          "action": "purge",
          "by": "files",
          "targets": [
            "https://www.example.com/a.js",
            "https://www.example.com/index.html",
            "https://www.example.com/"
          ],
          "reason": "1 asset URL, 2 document URLs"
        }
      ],
      "notes": [
        {
          "code": "some-note",
          "text": "Something to know."
        }
      ],
      "stats": {
        "added": 1,
        "changed": 1,
        "removed": 0,
        "kept": 0,
        "targets": 3,
        "requests": 1,
        "seconds": 0,
        "purgedUnchangedUrls": 0,
        "purgedUnchangedBytes": 0,
        "invalidatedUnchangedUrls": 0,
        "invalidatedUnchangedBytes": 0
      }
    }
    "
  `)
})

test('what is written is what is read', () => {
  expect(parsePlan(serializePlan(PLAN), 'plan.json')).toEqual(PLAN)
})

interface Hostile {
  readonly place: string
  readonly value: unknown
  /** What the message names. */
  readonly names?: string
}

test.for<Hostile>([
  { place: 'version', value: 2, names: 'version 2, but this release reads 1' },
  { place: 'version', value: '1', names: 'no version' },
  { place: 'version', value: undefined, names: 'no version' },
  { place: 'site', value: 'https://www.example.com' },
  { place: 'site.origins', value: [], names: 'site' },
  { place: 'site.origins.0.url', value: 'www.example.com', names: 'site' },
  { place: 'site.origins.0.url', value: 'javascript:alert(1)', names: 'site' },
  { place: 'site.origins.0.url', value: 'https://a.test/?x', names: 'site' },
  { place: 'site.base', value: 'docs', names: 'site' },
  { place: 'site.base', value: '.evil.test/', names: 'site' },
  { place: 'site.cleanUrls', value: 'yes', names: 'site' },
  { place: 'site.fallback', value: null, names: 'site' },
  { place: 'zone', value: 1 },
  { place: 'environment', value: null },
  { place: 'build', value: {} },
  { place: 'baseline', value: 'd1' },
  { place: 'baseline', value: [1] },
  { place: 'changes', value: {} },
  { place: 'changes.1', value: null },
  { place: 'changes.1.kind', value: 'gone', names: 'changes[1]' },
  { place: 'changes.1.kind', value: ['added'], names: 'changes[1]' },
  { place: 'changes.1.kind', value: { toString: 1, valueOf: 1 }, names: 'changes[1]' },
  { place: 'changes.1.fingerprinted', value: undefined, names: 'changes[1]' },
  { place: 'requests', value: undefined },
  { place: 'requests.0', value: [] },
  { place: 'requests.0.action', value: 'delete', names: 'requests[0]' },
  { place: 'requests.0.by', value: 'everything', names: 'requests[0]' },
  { place: 'requests.0.targets', value: [], names: 'requests[0]' },
  { place: 'requests.0.targets', value: ['/a.js'], names: 'requests[0]' },
  { place: 'requests.0.targets', value: [{ url: 'https://a.test/' }], names: 'requests[0]' },
  { place: 'requests.0.targets', value: { length: 1, 0: 'https://a.test/' }, names: 'requests[0]' },
  { place: 'requests.0.reason', value: undefined, names: 'requests[0]' },
  { place: 'notes.0', value: 'a note' },
  { place: 'stats', value: [] },
  { place: 'stats.kept', value: undefined, names: 'stats' },
  { place: 'stats.targets', value: -1, names: 'stats' },
])('a plan whose `$place` is $value is refused, and the place is named', (hostile) => {
  const { place, value, names } = hostile
  const error = failure(planWith(place, value))
  const named = place.replace(/\.(\d+)/, '[$1]')
  expect(error?.message).toContain('Could not read the plan "plan.json": ')
  expect(error?.message).toContain(names ?? `\`${named}\` is missing or of the wrong kind`)
  expect(error?.hint).toContain('Nothing was purged.')
})

test('a plan that would purge everything is refused: only a run that is told to does that', () => {
  const all = [{ action: 'purge', by: 'everything', targets: [], reason: 'why not' }]
  expect(failure(planWith('requests', all))?.message).toContain('`requests[0]`')
})

test('a plan cut short anywhere is refused', () => {
  const text = serializePlan(PLAN).trimEnd()
  for (let length = 0; length < text.length; length++) {
    expect(failure(text.slice(0, length))?.message).toContain('it is no JSON, or cut short')
  }
})

test('a version of any depth is refused in few words', () => {
  const deep = `{"version":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  expect(failure(deep)?.message.length).toBeLessThan(200)
})

test('whatever stands in the place of any field, the plan is read or refused', () => {
  const places = [
    'version site zone environment build baseline changes requests notes stats',
    'site.origins site.origins.0 site.origins.0.url site.origins.0.dir site.base site.cleanUrls',
    'changes.0 changes.0.kind changes.0.path requests.0 requests.0.by requests.0.targets',
    'requests.0.targets.0 notes.0 notes.0.text stats.added',
  ].flatMap((line) => line.split(' '))
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
      failure(planWith(place, value))
    }),
    { numRuns: 1000 },
  )
})

test('any text at all is refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(failure(text)?.code).toBe('bad-plan')
    }),
  )
})
