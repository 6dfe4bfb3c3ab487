import { buildId, serializeMarker, type Manifest } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import {
  answer,
  fakeSite,
  manifestOf,
  serving,
  SITE_URL,
  type Answering,
} from '../../test/fake-site.ts'
import type { ProbeAnswer } from './probe-answer.ts'
import { probe, type ProbeInput } from './probe.ts'
import { chooseTellingPaths } from './telling-paths.ts'

const MARKER = 'cdn-purge.json'
const SITE = {
  origins: [{ url: SITE_URL, dir: '', documents: true }],
  base: '/',
  cleanUrls: 'both',
  trailingSlash: 'both',
  fallback: undefined,
} as const

const OLD = { 'index.html': 'old page', 'app.js': 'old app', 'same.txt': 'same' }
const NEW = { 'index.html': '<p>new page</p>', 'app.js': 'new app', 'same.txt': 'same' }

function marked(files: Readonly<Record<string, string>>): Record<string, string> {
  return { ...files, [MARKER]: serializeMarker(buildId(manifestOf(files), MARKER)) }
}

function idOf(files: Readonly<Record<string, string>>): string {
  return buildId(manifestOf(files), MARKER)
}

function question(more: Partial<ProbeInput> = {}): ProbeInput {
  const [manifest, older]: [Manifest, Manifest[]] = [
    manifestOf(marked(NEW)),
    [manifestOf(marked(OLD))],
  ]
  return {
    manifest,
    older,
    known: new Set([idOf(OLD), idOf(NEW)]),
    site: SITE,
    marker: { path: MARKER, build: idOf(NEW) },
    tellingPaths: chooseTellingPaths(manifest, older, ['app.js', 'index.html']),
    builtText: (path) => Promise.resolve(path === 'index.html' ? NEW['index.html'] : undefined),
    ...more,
  }
}

interface Case {
  readonly name: string
  readonly live: Answering
  readonly marker?: false
  readonly is: ProbeAnswer['kind']
  readonly says?: RegExp
}

const fromMarker = serving({ [MARKER]: serializeMarker('0'.repeat(64)) })
const at =
  (path: string, said: Answering, rest = serving(marked(NEW))): Answering =>
  (asked) =>
    asked === path ? said(asked) : rest(asked)

test.for<Case>([
  { name: 'this build', live: serving(marked(NEW)), is: 'this' },
  { name: 'the one before', live: serving(marked(OLD)), is: 'other' },
  { name: 'one that nobody knows', live: fromMarker, is: 'other', says: /no record/ },
  { name: 'no site yet', live: serving({}), is: 'unknown', says: /not there yet/ },
  {
    name: 'the marker before the other files',
    live: serving({ ...marked(NEW), 'app.js': 'old app', 'index.html': 'old page' }),
    is: 'mixed',
  },
  {
    name: 'pages that arrive last',
    live: serving({ ...marked(NEW), 'index.html': 'old page' }),
    is: 'mixed',
    says: /\/index\.html answers with the bytes of an older build/,
  },
  {
    name: 'assets that arrive last',
    live: serving({ ...marked(NEW), 'app.js': 'old app' }),
    is: 'mixed',
  },
  { name: 'all files but the marker', live: serving(NEW), is: 'mixed', says: /no marker/ },
  { name: 'without a marker: this build', live: serving(NEW), marker: false, is: 'this' },
  { name: 'without a marker: the one before', live: serving(OLD), marker: false, is: 'other' },
  {
    name: 'without a marker: bytes of nobody',
    live: serving({ 'app.js': 'x', 'index.html': 'y' }),
    marker: false,
    is: 'stranger',
    says: /no known build/,
  },
  {
    name: 'without a marker: half of it',
    live: serving({ ...NEW, 'index.html': 'old page' }),
    marker: false,
    is: 'mixed',
  },
  {
    name: 'without a marker: nothing',
    live: serving({}),
    marker: false,
    is: 'unknown',
    says: /404/,
  },
  {
    name: 'a challenge by its header',
    live: () => answer({ status: 403, mitigated: 'challenge' }),
    is: 'unknown',
    says: /challenge page/,
  },
  {
    name: 'a challenge by its page',
    live: () => answer({ status: 503, body: '<script>window._cf_chl_opt={}</script>' }),
    is: 'unknown',
    says: /challenge page/,
  },
  { name: '401', live: () => answer({ status: 401 }), is: 'unknown', says: /`access\.headers`/ },
  { name: '403', live: () => answer({ status: 403 }), is: 'unknown', says: /answers 403/ },
  { name: '503', live: () => answer({ status: 503 }), is: 'unknown', says: /answers 503/ },
  {
    name: 'a login elsewhere',
    live: () => answer({ status: 302, location: 'https://team.login.example/?to=a' }),
    is: 'unknown',
    says: /redirects to team\.login\.example/,
  },
  {
    name: 'a site that is away',
    live: () => ({ kind: 'unreachable', why: 'connect ECONNREFUSED' }),
    is: 'unknown',
    says: /could not be reached/,
  },
  {
    name: 'a page rewritten in a known manner',
    live: at('/index.html', () => answer('<p>new page</p><script src="/cdn-cgi/x.js"></script>')),
    is: 'this',
  },
  {
    name: 'a page rewritten beyond recognition',
    live: at('/index.html', () => answer('<p nonce="1">new page</p>')),
    is: 'unknown',
    says: /rewrites pages, name the server with `origin`/,
  },
  {
    name: 'a host that sends file names on to clean addresses',
    live: at(
      '/index.html',
      () => answer({ status: 308, location: `${SITE_URL}/` }),
      (path) => (path === '/' ? answer(NEW['index.html']) : serving(marked(NEW))(path)),
    ),
    is: 'this',
  },
  {
    name: 'files that only a cache answers, and a marker that it does not',
    live: (path) =>
      path === `/${MARKER}`
        ? serving(marked(NEW))(path)
        : answer({ body: 'old app', cacheStatus: 'HIT' }),
    is: 'this',
  },
  {
    name: 'a marker out of the cache',
    live: () => answer({ body: marked(OLD)[MARKER] ?? '', cacheStatus: 'HIT', age: 5 }),
    is: 'unknown',
    says: /answered from a cache/,
  },
  {
    name: 'a marker out of a cache that shows by its age only',
    live: () => answer({ body: marked(NEW)[MARKER] ?? '', age: 5 }),
    is: 'unknown',
    says: /answered from a cache/,
  },
])('$name', async ({ live, is, says, marker }) => {
  const input = question(marker === false ? { marker: undefined } : {})
  const said = await probe(input, { client: fakeSite(live).client })
  expect(said.kind).toBe(is)
  if (says) expect(JSON.stringify({ ...said, text: describe(said) })).toMatch(says)
})

function describe(said: ProbeAnswer): string {
  if (said.kind === 'other') return said.isKnown ? 'recorded' : 'no record'
  return 'why' in said ? said.why : ''
}

test('another build is named, and whether there is a record of it', async () => {
  const ask = (live: Answering) => probe(question(), { client: fakeSite(live).client })
  expect(await ask(serving(marked(OLD)))).toEqual({
    kind: 'other',
    build: idOf(OLD),
    isKnown: true,
  })
  expect(await ask(fromMarker)).toEqual({ kind: 'other', build: '0'.repeat(64), isKnown: false })
})

test('where the edge ignores query strings the marker alone is purged, and asked again', async () => {
  let cached = true
  const evicted: string[] = []
  const live: Answering = (path) =>
    cached && path === `/${MARKER}`
      ? answer({ body: marked(OLD)[MARKER] ?? '', cacheStatus: 'HIT' })
      : serving(marked(NEW))(path)
  const said = await probe(question(), {
    client: fakeSite(live).client,
    evict(url) {
      evicted.push(url)
      cached = false
      return Promise.resolve()
    },
  })
  expect(said.kind).toBe('this')
  expect(evicted).toEqual([`${SITE_URL}/${MARKER}`])
})

test('a purge that evicts nothing leaves the marker unknown', async () => {
  const live: Answering = () => answer({ body: marked(NEW)[MARKER] ?? '', cacheStatus: 'HIT' })
  const said = await probe(question(), {
    client: fakeSite(live).client,
    evict: () => Promise.resolve(),
  })
  expect(said).toMatchObject({ kind: 'unknown', why: expect.stringContaining('from a cache') })
})
