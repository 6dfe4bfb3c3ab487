import { expect, test } from 'vitest'
import {
  answer,
  fakeSite,
  manifestOf,
  serving,
  SITE_URL,
  type Answering,
} from '../../test/fake-site.ts'
import type { Verdict } from './verdict.ts'
import { verify } from './verify.ts'

const OLD = { 'index.html': 'old page', 'app.js': 'old app', 'gone.html': 'gone' }
const NEW = { 'index.html': '<p>new page</p>', 'app.js': 'new app', '404.html': 'nothing here' }

interface Looked {
  readonly path: string
  readonly url?: string
  readonly kept?: boolean
  readonly origin?: Answering
  readonly edge: Answering
  /** Through the edge, past its cache; as the origin where a test says nothing. */
  readonly anew?: Answering
}

async function look({ path, url, kept = false, origin, edge, anew }: Looked): Promise<Verdict> {
  const live = origin ?? serving(NEW)
  const input = {
    manifest: manifestOf(NEW),
    older: [manifestOf(OLD)],
    checks: [{ url: url ?? `${SITE_URL}/${path}`, path, kept }],
    builtText: (asked: string) =>
      Promise.resolve(asked === 'index.html' ? NEW['index.html'] : undefined),
  }
  for await (const verdict of verify(input, fakeSite(live, edge, anew).client)) return verdict
  throw new Error('There was no verdict.')
}

const say = (said: Parameters<typeof answer>[0]) => () => answer(said)
const MINIFIED = say({ body: '<p class=a>new page', cacheStatus: 'HIT' })
const MINIFIED_ANEW = say({ body: '<p class=a>new page', cacheStatus: 'MISS' })

interface Case extends Looked {
  readonly name: string
  readonly is: Verdict['kind']
  readonly says?: RegExp
}

test.for<Case>([
  {
    name: 'the bytes of the build, from the cache',
    path: 'app.js',
    edge: say({ body: 'new app', cacheStatus: 'HIT', age: 3 }),
    is: 'fresh',
  },
  ...['DYNAMIC', 'BYPASS', 'NONE'].map((cacheStatus) => ({
    name: `the bytes of the build, ${cacheStatus}`,
    path: 'index.html',
    edge: say({ body: '<p>new page</p>', cacheStatus }),
    is: 'not-cached' as const,
    says: new RegExp(cacheStatus),
  })),
  {
    name: 'old bytes from the cache',
    path: 'app.js',
    edge: say({ body: 'old app', cacheStatus: 'HIT' }),
    is: 'stale',
    says: /older build/,
  },
  {
    name: 'old bytes that were never cached: the origin has them',
    path: 'app.js',
    origin: serving({ ...NEW, 'app.js': 'old app' }),
    edge: say({ body: 'old app', cacheStatus: 'DYNAMIC' }),
    is: 'stale',
    says: /the origin has them too/,
  },
  {
    name: 'a 404 that was kept from before the file was there',
    path: 'app.js',
    edge: say({ status: 404, body: 'not found', cacheStatus: 'HIT' }),
    is: 'stale',
    says: /404/,
  },
  {
    name: 'the page of a single-page app in the place of a new script',
    path: 'app.js',
    edge: say({ body: 'old page', cacheStatus: 'HIT' }),
    is: 'stale',
    says: /no known build/,
  },
  {
    name: 'an error that was kept',
    path: 'app.js',
    edge: say({ status: 503, cacheStatus: 'HIT' }),
    is: 'stale',
    says: /503/,
  },
  {
    name: 'an error of the moment',
    path: 'app.js',
    edge: say({ status: 503, cacheStatus: 'MISS' }),
    is: 'unknown',
  },
  {
    name: 'a page that is gone, and is not found',
    path: 'gone.html',
    edge: say({ status: 404, body: 'not found at 12:00:01', cacheStatus: 'MISS' }),
    is: 'fresh',
  },
  {
    name: 'a page that is gone, and still cached',
    path: 'gone.html',
    edge: say({ body: 'gone', cacheStatus: 'HIT' }),
    is: 'stale',
  },
  {
    name: 'a page that is gone, and that the host left behind',
    path: 'gone.html',
    origin: serving({ ...NEW, 'gone.html': 'gone' }),
    edge: say({ body: 'gone', cacheStatus: 'HIT' }),
    is: 'fresh',
  },
  {
    name: 'a clean address that the host sends on',
    path: 'index.html',
    origin: say({ status: 308, location: `${SITE_URL}/?cdn-purge=1` }),
    edge: say({ status: 308, location: `${SITE_URL}/` }),
    is: 'fresh',
  },
  {
    name: 'an old redirect that was kept',
    path: 'index.html',
    edge: say({ status: 301, location: `${SITE_URL}/old/`, cacheStatus: 'HIT' }),
    is: 'stale',
  },
  {
    name: 'a clean address that answers with the page of the build for what is not there',
    path: 'index.html',
    origin: say('nothing here'),
    edge: say('nothing here'),
    is: 'fresh',
  },
  {
    name: 'a page rewritten in a known manner',
    path: 'index.html',
    edge: say('<p>new page</p><script src="/cdn-cgi/x.js"></script>'),
    is: 'fresh',
  },
  {
    name: 'an old page rewritten in a known manner, where the edge leaves new ones alone',
    path: 'index.html',
    edge: say({
      body: 'old page<script src="/cdn-cgi/x.js"></script>',
      cacheStatus: 'HIT',
    }),
    is: 'stale',
  },
  {
    name: 'a page rewritten beyond recognition, as it is past the cache',
    path: 'index.html',
    origin: MINIFIED_ANEW,
    edge: MINIFIED,
    is: 'unknown',
    says: /rewritten on its way/,
  },
  {
    name: 'a page rewritten beyond recognition, while the origin itself has it as built',
    path: 'index.html',
    edge: MINIFIED,
    anew: MINIFIED_ANEW,
    is: 'unknown',
    says: /transforms/,
  },
  {
    name: 'an image that the edge makes smaller',
    path: 'app.js',
    edge: say({ body: 'smaller', contentType: 'image/webp', cacheStatus: 'HIT' }),
    anew: say({ body: 'smaller', contentType: 'image/webp', cacheStatus: 'MISS' }),
    is: 'unknown',
  },
  {
    name: 'a page of a build that nobody recorded',
    path: 'index.html',
    kept: true,
    edge: say({ body: 'page of nobody', cacheStatus: 'HIT' }),
    is: 'stale',
    says: /no known build/,
  },
  {
    name: 'bytes of nobody, right from the origin: no old copy',
    path: 'app.js',
    edge: say({ body: 'now and then', cacheStatus: 'MISS' }),
    is: 'unknown',
  },
  {
    name: 'a challenge',
    path: 'app.js',
    edge: say({ status: 403, mitigated: 'challenge' }),
    is: 'unknown',
    says: /challenge/,
  },
  {
    name: 'a login on another host',
    path: 'app.js',
    origin: say({ status: 302, location: 'https://login.example/' }),
    edge: say({ status: 302, location: 'https://login.example/' }),
    is: 'unknown',
    says: /redirects to login\.example/,
  },
  {
    name: 'a site that is away',
    path: 'app.js',
    edge: () => ({ kind: 'unreachable', why: 'connect ECONNREFUSED' }),
    is: 'unknown',
  },
  {
    name: 'old bytes, and nothing past the cache',
    path: 'app.js',
    origin: say({ body: 'old app', cacheStatus: 'HIT' }),
    edge: say({ body: 'old app', cacheStatus: 'HIT' }),
    is: 'stale',
  },
  {
    name: 'other bytes, and nothing past the cache',
    path: 'app.js',
    origin: say({ body: 'x', cacheStatus: 'HIT' }),
    edge: say({ body: 'x', cacheStatus: 'HIT' }),
    is: 'unknown',
    says: /name the server with `origin`/,
  },
])('$name', async ({ is, says, ...looked }) => {
  const { kind, why } = await look(looked)
  expect(`${kind}: ${why}`).toMatch(new RegExp(`^${is}: `))
  if (says) expect(why).toMatch(says)
})

test.for([
  ['the page for unknown addresses, in the place of a script that is not there', 'app.js', 200],
  ['a script that is not there', 'app.js', 404],
] as const)('right, and yet not what was built: %s', async ([, path, status]) => {
  const body = status === 200 ? NEW['index.html'] : 'not found'
  const edge = say({ status, body, cacheStatus: 'HIT' })
  const verdict = await look({ path, edge, origin: say({ status, body }) })
  expect(verdict).toMatchObject({ kind: 'fresh', origin: 'unbuilt' })
})

test('a verdict names the data centre, and whether the plan touches the URL', async () => {
  const edge = say({ body: 'new app', cacheStatus: 'HIT', colo: 'FRA' })
  expect(await look({ path: 'app.js', kept: true, edge })).toMatchObject({
    colo: 'FRA',
    cacheStatus: 'HIT',
    kept: true,
  })
})

test('a right answer costs one question', async () => {
  const site = fakeSite(serving(NEW))
  const input = {
    manifest: manifestOf(NEW),
    older: [],
    checks: [{ url: `${SITE_URL}/app.js`, path: 'app.js', kept: false }],
    builtText: () => Promise.resolve(undefined),
  }
  for await (const { kind } of verify(input, site.client)) expect(kind).toBe('fresh')
  expect(site.asked).toEqual(['edge /app.js'])
})
