import { expect, test } from 'vitest'
import { siteWith, type SmallBuild } from '../../test/builds.ts'
import { ruledManifestOf } from '../../test/ruled-builds.ts'
import { diff } from '../changes/diff.ts'
import { withRuleChanges } from '../changes/rule-changes.ts'
import { phasesOf } from '../executor/phases.ts'
import { keptAssets } from '../planner/kept-assets.ts'
import type { FileTarget } from '../purger.ts'
import type { Site } from '../site/site.ts'
import { parsePlan, serializePlan } from './plan-file.ts'
import { plan, type PlanOptions } from './plan.ts'
import type { Plan } from './plan-format.ts'

const FREE = { maxUrls: 100, maxKeys: 100, acceptsUrls: true }
const FILES: SmallBuild = {
  'index.html': '1',
  'blog/index.html': '1',
  'assets/app.js': '1',
  'assets/lazy-1a2b3c4d.js': '#1',
}

function planOf(
  before: SmallBuild,
  after: SmallBuild,
  { site: changed, ...options }: Partial<PlanOptions> & { readonly site?: Partial<Site> } = {},
): Plan {
  const site = siteWith(changed)
  const [old, next] = [before, after].map((each) => ruledManifestOf({ ...FILES, ...each }))
  if (!old || !next) throw new Error('There are two.')
  const found = { changes: diff([old], next), baseline: [old], next, site }
  const { changes, rulesRead } = withRuleChanges(found)
  const kept = keptAssets(next, [old], changes)
  return plan(changes, site, { limits: FREE, rulesRead, kept, ...options })
}

function show({ requests, notes }: Plan): string[] {
  const short = (target: FileTarget) =>
    typeof target === 'string' ? target.replace('https://www.example.com', '') : target.url
  return [
    ...requests.map(
      ({ by, reason, targets }) => `${by} ${reason}: ${targets.map(short).join(' ')}`,
    ),
    ...notes.map(({ code }) => `! ${code}`),
  ]
}

interface Case {
  readonly name: string
  readonly before?: SmallBuild
  readonly after?: SmallBuild
  readonly options?: Partial<PlanOptions> & { readonly site?: Partial<Site> }
  readonly plan: readonly string[]
}

const headers = (text: string): SmallBuild => ({ _headers: text })
const redirects = (text: string): SmallBuild => ({ _redirects: text })

test.for<Case>([
  {
    name: 'other headers: exactly the URLs that the rule matches',
    before: headers('/assets/*\n Cache-Control: max-age=60'),
    after: headers('/assets/*\n Cache-Control: max-age=90'),
    plan: ['files 2 asset URLs: /assets/app.js /assets/lazy-1a2b3c4d.js'],
  },
  {
    name: 'one of the URLs of a page',
    after: headers('/blog/index.html\n A: 1'),
    plan: ['files 1 document URL: /blog/index.html'],
  },
  {
    name: 'other headers of the document that answers for unknown paths reach them all',
    after: headers('/*\n A: 1'),
    options: { site: { fallback: 'index.html' } },
    plan: [
      'hosts "index.html" changed, and answers for unknown paths: www.example.com',
      '! fallback-changed',
    ],
  },
  {
    name: 'a redirect is purged with the pages, after the files that they load',
    before: { 'assets/app.js': '0' },
    after: redirects('/old /blog/ 301'),
    plan: ['files 1 asset URL, 2 document URLs: /assets/app.js /old /old/'],
  },
  {
    name: 'a wildcard is purged with all that lies below it',
    before: redirects('/blog/* /news/:splat 301'),
    after: redirects('/blog/* /news/:splat 302'),
    plan: [
      'prefixes redirect "/blog/*" changed; any path there may be cached: www.example.com/blog',
      '! redirect-changed',
    ],
  },
  {
    name: 'a wildcard that takes everything needs the whole host',
    after: redirects('/* https://elsewhere.example.com/:splat 301'),
    plan: [
      'hosts redirect "/*" changed; any path there may be cached: www.example.com',
      '! redirect-changed',
    ],
  },
  {
    name: 'other words for the same rules are said to be such',
    before: headers('/*\n A: 1'),
    after: headers('/*\n a:  1'),
    plan: ['! rules-alike'],
  },
  {
    name: 'rules of other hosts are not read, and that is said',
    before: { 'docs/.htaccess': '1' },
    after: { 'docs/.htaccess': '2' },
    plan: ['files 1 asset URL: /docs/.htaccess', '! rules-changed'],
  },
  {
    name: 'where the whole site is purged, wildcards are along',
    after: redirects('/blog/* /news/:splat 301'),
    options: { wholeSite: { sites: [siteWith()], reason: 'why' } },
    plan: ['hosts why: www.example.com'],
  },
  {
    name: 'where URLs are refused, a redirect goes by its full path',
    after: redirects('/old/page /blog/ 301'),
    options: { limits: { ...FREE, acceptsUrls: false } },
    plan: [
      'prefixes the environment refuses exact URLs: www.example.com/old/page',
      '! url-refused',
    ],
  },
])('$name', ({ before = {}, after = {}, options, plan: expected }) => {
  const found = planOf(before, after, options)
  expect(show(found)).toEqual(expected)
  expect(parsePlan(serializePlan(found), 'p.json')).toEqual(found)
})

test('a plan counts what only rules change, and nothing is counted where they change nothing', () => {
  const after = { ...headers('/assets/*\n A: 1'), ...redirects('/old /x\n/older /x') }
  expect(planOf({}, after).stats).toMatchObject({ headers: 2, redirect: 2, targets: 6 })
  expect(Object.keys(planOf({}, {}).stats)).not.toContain('headers')
})

test('of a page of which some URLs have other headers the others are unchanged; marking copies stale is not enough', () => {
  const { stats, requests } = planOf({}, headers('/blog/\n A: 1'), {
    limits: { ...FREE, acceptsUrls: false },
    trustValidators: true,
  })
  // `/blog/` can only be reached with all below it, so with `/blog/index.html`.
  expect(stats).toMatchObject({ purgedUnchangedUrls: 1, invalidatedUnchangedUrls: 0 })
  expect(requests).toMatchObject([{ action: 'purge', targets: ['www.example.com/blog'] }])
})

test('a prefix of a redirect is sent after all assets', () => {
  const found = planOf({ 'assets/app.js': '0' }, redirects('/blog/* /news/:splat 301'))
  expect(phasesOf(found).map((phase) => phase.map(({ by }) => by))).toEqual([
    ['files'],
    ['prefixes'],
  ])
})

test.for<readonly [what: string, change: object]>([
  ['an unknown kind', { kind: 'moved' }],
  ['URLs that are none', { urls: ['not a URL'] }],
  ['a folder that is none', { below: [1] }],
  ['headers that are none', { headers: 'a' }],
])('a plan with %s is refused', ([, wrong]) => {
  const found = planOf({}, redirects('/blog/* /x 301'))
  const changes = found.changes.map((change) => ({ ...change, ...wrong }))
  expect(() => parsePlan(JSON.stringify({ ...found, changes }), 'p.json')).toThrow(/`changes\[0\]`/)
})

test('a plan with odd counts is refused, and one of a release that knew no rules is not', () => {
  const found = planOf({}, { 'a.js': '1' })
  const odd = { ...found, stats: { ...found.stats, headers: 'many' } }
  expect(() => parsePlan(JSON.stringify(odd), 'p.json')).toThrow(/`stats`/)
  expect(parsePlan(JSON.stringify(found), 'p.json')).toEqual(found)
})
