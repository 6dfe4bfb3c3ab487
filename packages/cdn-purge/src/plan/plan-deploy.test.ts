import {
  createManifest,
  parseHeaders,
  type DeployRecord,
  type Manifest,
  type Note,
} from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { optionsWith } from '../../test/options.ts'
import type { Knowledge } from '../ledger/knowledge.ts'
import { planDeploy, planEverything } from './plan-deploy.ts'
import { siteOf } from '../build/site-of.ts'

const DOUBT: Note = { code: 'no-baseline', text: 'Nothing is known.' }

function manifestOf(files: Readonly<Record<string, string>>): Manifest {
  return createManifest(
    Object.entries(files).map(([path, bytes]) => ({
      path,
      size: 1,
      digest: `test-${bytes}`,
      fingerprinted: bytes.startsWith('#'),
    })),
  )
}

function knowledgeOf(known: Partial<Knowledge>): Knowledge {
  return {
    readAt: 0,
    baseline: [],
    own: undefined,
    ownManifests: [],
    open: [],
    older: [],
    recorded: [],
    known: new Set(),
    newestSettled: undefined,
    doubts: [],
    damaged: [],
    answers: [],
    debts: [],
    carried: [],
    ...known,
  }
}

function planOf(known: Partial<Knowledge>, written: Readonly<Record<string, unknown>> = {}) {
  const options = optionsWith({ cleanUrls: false, ...written })
  return planDeploy({
    options,
    knowledge: knowledgeOf(known),
    manifest: manifestOf({ 'a.js': '2', 'b.js': '1', 'c-1a2b3c4d.js': '#1' }),
    build: 'b1',
    site: siteOf(options),
    limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: true },
  })
}

const OLDER = [manifestOf({ 'a.js': '1', 'b.js': '1', 'c-1a2b3c4d.js': '#1' })]

test('with a known baseline, what changed is planned, and whom it is for', () => {
  const { requests, notes, ...about } = planOf({ older: OLDER })
  expect(requests).toMatchObject([{ by: 'files', targets: ['https://www.example.com/a.js'] }])
  expect(notes).toEqual([])
  expect(about).toMatchObject({ zone: 'example.com', environment: 'staging', build: 'b1' })
})

interface Policy {
  readonly policy: 'site' | 'stable' | 'fail'
  readonly targets: readonly string[]
  readonly notes: readonly string[]
}

test.for<Policy>([
  {
    policy: 'site',
    targets: ['www.example.com'],
    notes: ['no-baseline', 'whole-site'],
  },
  {
    policy: 'stable',
    targets: ['https://www.example.com/a.js', 'https://www.example.com/b.js'],
    notes: ['no-baseline', 'stable-only'],
  },
  {
    policy: 'fail',
    targets: ['https://www.example.com/a.js'],
    notes: ['no-baseline', 'unknown-baseline'],
  },
])(
  'in doubt, `onUnknownBaseline: "$policy"` decides, and says so',
  ({ policy, targets, notes }) => {
    const plan = planOf({ older: OLDER, doubts: [DOUBT] }, { onUnknownBaseline: policy })
    expect(plan.requests.flatMap((request) => request.targets)).toEqual(targets)
    expect(plan.notes.map(({ code }) => code)).toEqual(notes)
  },
)

test('a whole site is every site that a record had', () => {
  const site = siteOf(optionsWith({ site: 'https://old.example.com' }))
  const record: DeployRecord = {
    id: 'd1',
    startedAt: 0,
    site,
    builds: [{ build: 'b0', manifest: 'm0' }],
    options: {},
    doubts: [],
    owed: [],
    taken: false,
    state: { kind: 'closed' },
  }
  const plan = planOf({ baseline: [record], doubts: [DOUBT] })
  expect(plan.requests.flatMap(({ targets }) => targets)).toEqual([
    'old.example.com',
    'www.example.com',
  ])
  expect(plan.baseline).toEqual(['d1'])
})

test('doubts that an earlier run left are said, and widen nothing', () => {
  const plan = planOf({ older: OLDER, carried: [DOUBT] })
  expect(plan.requests.flatMap(({ targets }) => targets)).toEqual(['https://www.example.com/a.js'])
  expect(plan.notes).toEqual([DOUBT])
})

test('everything is one request, and says how far it reaches', () => {
  const staging = planEverything(planOf({ older: OLDER, doubts: [DOUBT] }))
  expect(staging.requests).toEqual([
    { action: 'purge', by: 'everything', targets: [], reason: 'as asked for' },
  ])
  expect(staging.notes.map(({ code }) => code)).toEqual(['everything', 'no-baseline'])
  expect(staging.stats).toMatchObject({ targets: 0, requests: 1 })
  const zone = planEverything(planOf({ older: OLDER }, { cloudflare: { zone: 'example.com' } }))
  expect(zone.notes[0]?.text).toContain('every environment of the zone')
})

/** A page and the header that one of its two addresses has. */
function ruledManifestOf(value: string): Manifest {
  const { assets } = manifestOf({ _headers: value, 'b/index.html': '1' })
  const { rules } = parseHeaders(`/b/index.html\n X-A: ${value}`)
  return createManifest(assets.values(), { headers: rules })
}

test.for<readonly [policy: string, doubts: Note[], targets: readonly string[]]>([
  ['changes', [], ['/b/index.html']],
  ['stable', [DOUBT], ['/b/index.html', '/b/']],
])('of a page with other headers under one URL, %s purges what it should', ([, doubts, paths]) => {
  const options = optionsWith({ trailingSlash: true, onUnknownBaseline: 'stable' })
  const { requests, notes } = planDeploy({
    options,
    knowledge: knowledgeOf({ older: [ruledManifestOf('1')], doubts }),
    manifest: ruledManifestOf('2'),
    build: 'b2',
    site: siteOf(options),
    limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: true },
  })
  const targets = requests.flatMap((request) => [...request.targets])
  expect(targets).toEqual(paths.map((path) => `https://www.example.com${path}`))
  expect(notes.map(({ code }) => code)).not.toContain('rules-changed')
})
