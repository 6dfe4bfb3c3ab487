import { expect, test } from 'vitest'
import { manifestOf, siteWith, type SmallBuild } from '../../test/builds.ts'
import { ruledManifestOf } from '../../test/ruled-builds.ts'
import type { Manifest } from '../manifest/manifest.ts'
import type { Site } from '../site/site.ts'
import { diff, type Change } from './diff.ts'
import { withRuleChanges, type RuleChanges } from './rule-changes.ts'

const WWW = 'https://www.example.com'

const FILES: SmallBuild = {
  'index.html': '1',
  'about.html': '1',
  'blog/index.html': '1',
  'assets/app.js': '1',
  'assets/lazy-1a2b3c4d.js': '#1',
  'logo.svg': '1',
}

interface Case {
  readonly name: string
  /** Beside files that do not change. */
  readonly before?: SmallBuild
  readonly after?: SmallBuild
  readonly site?: Partial<Site>
  /** `<kind> <path>: <reason>`, and of which URLs where not of all; below what where a wildcard is. */
  readonly changes: readonly string[]
}

function find(before: readonly Manifest[], after: Manifest, site: Partial<Site> = {}): RuleChanges {
  const changes = diff(before, after)
  return withRuleChanges({ changes, baseline: before, next: after, site: siteWith(site) })
}

function show({ kind, path, reason, urls, below = [] }: Change): string {
  const short = (url: string) => url.replace(WWW, '')
  const at = urls === undefined || urls.length === 0 ? '' : ` at ${urls.map(short).join(' ')}`
  const under = below.length === 0 ? '' : ` below ${below.map(short).join(' ')}`
  return `${kind} ${path}: ${reason}${at}${under}`
}

const headers = (text: string): SmallBuild => ({ _headers: text })
const redirects = (text: string): SmallBuild => ({ _redirects: text })

test.for<Case>([
  {
    name: 'equal rules change nothing',
    before: headers('/*\n A: 1'),
    after: headers('/*\n A: 1'),
    changes: [],
  },
  {
    name: 'other words for the same rules change nothing',
    before: headers('/*\n A: 1'),
    after: headers('# all\n\n/*\n   a:   1\n'),
    changes: [],
  },
  {
    name: 'a header of a folder changes what lies there, fingerprinted or not',
    before: headers('/assets/*\n Cache-Control: max-age=60'),
    after: headers('/assets/*\n Cache-Control: max-age=90'),
    changes: [
      'headers assets/app.js: headers changed by rule "/assets/*": cache-control',
      'headers assets/lazy-1a2b3c4d.js: headers changed by rule "/assets/*": cache-control',
    ],
  },
  {
    name: 'a file of rules that is new counts from no rules at all, and one that is gone to none',
    after: headers('/logo.svg\n A: 1'),
    changes: ['headers logo.svg: headers changed by rule "/logo.svg": a'],
  },
  {
    name: 'gone',
    before: headers('/logo.svg\n A: 1'),
    changes: ['headers logo.svg: headers changed by rule "/logo.svg": a'],
  },
  {
    name: 'a rule for one URL of a page changes that URL alone',
    before: headers('/about.html\n A: 1'),
    after: headers('/about.html\n A: 2'),
    changes: ['headers about.html: headers changed by rule "/about.html": a at /about.html'],
  },
  {
    name: 'rules in another order that meet nowhere change nothing',
    before: headers('/assets/*\n A: 1\n/logo.svg\n A: 2'),
    after: headers('/logo.svg\n A: 2\n/assets/*\n A: 1'),
    changes: [],
  },
  {
    name: 'rules in another order that set other headers change nothing',
    before: headers('/*\n A: 1\n/logo.svg\n B: 2'),
    after: headers('/logo.svg\n B: 2\n/*\n A: 1'),
    changes: [],
  },
  {
    name: 'rules in another order for the same header do, where they meet',
    before: headers('/*\n A: 1\n/logo.svg\n A: 2'),
    after: headers('/logo.svg\n A: 2\n/*\n A: 1'),
    changes: ['headers logo.svg: headers changed by rule "/*" and "/logo.svg": a'],
  },
  {
    name: 'a header that is taken away',
    before: headers('/*\n A: 1'),
    after: headers('/*\n A: 1\n/logo.svg\n ! A'),
    changes: ['headers logo.svg: headers changed by rule "/logo.svg": a'],
  },
  {
    name: 'a rule for this host, and one for another',
    before: headers(`${WWW}/logo.svg\n A: 1\nhttps://other.example.com/*\n A: 1`),
    after: headers(`${WWW}/logo.svg\n A: 2\nhttps://other.example.com/*\n A: 2`),
    changes: [`headers logo.svg: headers changed by rule "${WWW}/logo.svg": a`],
  },
  {
    name: 'below a base a rule may be written with it or without it',
    site: { base: '/docs/' },
    before: headers('/docs/logo.svg\n A: 1\n/assets/app.js\n A: 1'),
    after: headers('/docs/logo.svg\n A: 2\n/assets/app.js\n A: 2'),
    changes: [
      'headers assets/app.js: headers changed by rule "/assets/app.js": a',
      'headers logo.svg: headers changed by rule "/docs/logo.svg": a',
    ],
  },
  {
    name: 'a file with other bytes is one change',
    before: { ...headers('/*\n A: 1'), 'logo.svg': '0' },
    after: headers('/logo.svg\n A: 2\n/*\n A: 1'),
    changes: ['changed logo.svg: other bytes'],
  },
  {
    name: 'a redirect from where nothing lies, with and without a closing slash',
    after: redirects('/old /about 301'),
    changes: ['redirect /old: redirect "/old" changed at /old /old/'],
  },
  {
    name: 'a redirect that is gone',
    before: redirects('/old /about 301\n/kept /about'),
    after: redirects('/kept /about'),
    changes: ['redirect /old: redirect "/old" changed at /old /old/'],
  },
  {
    name: 'a redirect to elsewhere, and one with another status',
    before: redirects('/a /x 301\n/b /x 301\n/c /x 301'),
    after: redirects('/a /y 301\n/b /x 302\n/c /x 301'),
    changes: [
      'redirect /a: redirect "/a" changed at /a /a/',
      'redirect /b: redirect "/b" changed at /b /b/',
    ],
  },
  {
    name: 'redirects in another order change nothing',
    before: redirects('/a /x 301\n/b/* /x/:splat 301\n/c /x 301'),
    after: redirects('/c /x 301\n/b/* /x/:splat 301\n/a /x 301'),
    changes: [],
  },
  {
    name: 'but where one comes before another that it meets',
    before: redirects('/b/a /x 301\n/b/* /y 301'),
    after: redirects('/b/* /y 301\n/b/a /x 301'),
    changes: [
      'redirect /b/*: redirect "/b/*" changed below /b/',
      'redirect /b/a: redirect "/b/a" changed at /b/a /b/a/',
    ],
  },
  {
    name: 'a redirect behind one that takes all is never reached',
    before: redirects('/old /x 301'),
    after: redirects('/old /x 301\n/old /y 302'),
    changes: [],
  },
  {
    name: 'a redirect from where a file lies, as one host follows it even there',
    after: redirects('/about /x 301'),
    changes: ['redirect about.html: redirect "/about" changed at /about'],
  },
  {
    name: 'a wildcard: the files that it matches, and whatever else may be cached below',
    after: redirects('/blog/* /news/:splat 301'),
    changes: [
      'redirect /blog/*: redirect "/blog/*" changed below /blog/',
      'redirect blog/index.html: redirect "/blog/*" changed at /blog/index.html /blog/',
    ],
  },
  {
    name: 'the fallback of an app leaves files alone, as no host follows it where one lies',
    after: redirects('/* /index.html 200'),
    changes: ['redirect /*: redirect "/*" changed below /'],
  },
  {
    name: 'a redirect by query string is one of its path; one by country is not followed where a file lies',
    before: redirects('/ /anz 302 Country=au\n/store id=:id /blog/:id 301'),
    after: redirects('/ /nz 302 Country=nz\n/store id=:id /news/:id 301'),
    changes: ['redirect /store: redirect "/store" changed at /store /store/'],
  },
  {
    name: 'a redirect of a host that is none of the site',
    after: redirects('https://old.example.com/* https://www.example.com/:splat 301!'),
    changes: [],
  },
  {
    name: 'below a base',
    site: { base: '/docs/' },
    after: redirects('/docs/old /docs/ 301\n/older /docs/ 302'),
    changes: [
      'redirect /docs/old: redirect "/docs/old" changed at /docs/old /docs/old/',
      'redirect /older: redirect "/older" changed at /older /docs/older /older/ /docs/older/',
    ],
  },
  {
    name: 'a path that answers with the bytes of a changed one',
    before: { ...redirects('/app/me /about.html 200'), 'about.html': '0' },
    after: redirects('/app/me /about.html 200'),
    changes: [
      'redirect /app/me: "about.html" changed, with which rule "/app/me" answers at /app/me /app/me/',
      'changed about.html: other bytes',
    ],
  },
  {
    name: 'a wildcard that does',
    before: { ...redirects('/app/* /about 200'), 'about.html': '0' },
    after: redirects('/app/* /about 200'),
    changes: [
      'redirect /app/*: "about.html" changed, with which rule "/app/*" answers below /app/',
      'changed about.html: other bytes',
    ],
  },
  {
    name: 'a wildcard that passes on',
    before: { ...redirects('/v1/* /blog/:splat 200'), 'blog/index.html': '0' },
    after: redirects('/v1/* /blog/:splat 200'),
    changes: [
      'redirect /v1/*: "blog/index.html" changed, with which rule "/v1/*" answers at /v1/index.html /v1/index.html/ /v1 /v1/',
      'changed blog/index.html: other bytes',
    ],
  },
])('$name', ({ before, after, site, changes }) => {
  const found = find(
    [ruledManifestOf({ ...FILES, ...before })],
    ruledManifestOf({ ...FILES, ...after }),
    site,
  )
  const shown = found.changes.filter(({ path }) => !/^_(?:headers|redirects)$/.test(path)).map(show)
  expect(shown).toEqual(changes)
})

test('what is not known of a build is said, and changes nothing', () => {
  const [old, now] = [
    { ...FILES, _headers: '/*\n A: 1' },
    { ...FILES, _headers: '/*\n A: 2' },
  ]
  const unread = manifestOf(old)
  const changes = diff([unread], ruledManifestOf(now))
  const of = (baseline: Manifest[]) => find(baseline, ruledManifestOf(now))
  expect(of([unread])).toEqual({ changes, rulesRead: [] })
  expect(of([unread, ruledManifestOf(old)]).rulesRead).toEqual([])
  expect(of([ruledManifestOf(old)]).rulesRead).toEqual(['_headers'])
  expect(of([ruledManifestOf(now)])).toEqual({ changes: [], rulesRead: [] })
})

test('rules are compared with those of every build of the baseline', () => {
  const builds = ['1', '2', '2'].map((value, index) =>
    ruledManifestOf({ ...FILES, _headers: `/logo.svg\n A: ${value}\n# ${index}` }),
  )
  const [first, second, third] = builds
  if (!first || !second || !third) throw new Error('There are three.')
  const reasons = find([first, second], third).changes.map(
    ({ path, reason }) => `${path} ${reason}`,
  )
  expect(reasons).toContain(
    'logo.svg headers changed by rule "/logo.svg": a in 1 of 2 earlier builds',
  )
})

test('a path with other headers that is redirected as well is one change', () => {
  const { changes } = find(
    [ruledManifestOf(FILES)],
    ruledManifestOf({ ...FILES, _headers: '/logo.svg\n A: 1', _redirects: '/logo.svg /x 301' }),
  )
  const change = changes.find(({ path }) => path === 'logo.svg')
  expect(change).toEqual({
    kind: 'redirect',
    path: 'logo.svg',
    reason: 'headers changed by rule "/logo.svg": a; redirect "/logo.svg" changed',
    fingerprinted: false,
    headers: ['a'],
  })
})

test('rules that are too many to compare count as not read, and end in time', () => {
  const [before, next] = ['1', '2'].map((value) =>
    ruledManifestOf({
      ...FILES,
      _headers: Array.from({ length: 300 }, (_, at) => `/*${at}*a*b\n A: ${value}`).join('\n'),
      _redirects: '/old /x',
    }),
  )
  if (!before || !next) throw new Error('There are two.')
  const input = { changes: diff([before], next), baseline: [before], next, site: siteWith() }
  expect(withRuleChanges({ ...input, maxSteps: 1_000 }).rulesRead).toEqual([])
  expect(withRuleChanges(input).rulesRead).toEqual(['_headers'])
})
