import { serializeMarker } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import {
  answer,
  fakeSite,
  manifestOf,
  serving,
  SITE_URL,
  type Answering,
} from '../../test/fake-site.ts'
import { optionsWith } from '../../test/options.ts'
import { doubtOf, readLiveNow, type LiveNow, type LiveNowInput } from './live-now.ts'
import { REAL_MEANS } from '../means.ts'

const MARKER = 'cdn-purge.json'
const KNOWN = 'a'.repeat(64)
const BEGUN = 'b'.repeat(64)

const OLD = { 'app.js': 'old app', 'index.html': 'old page', [MARKER]: serializeMarker(KNOWN) }
const NEXT = { 'app.js': 'new app', 'index.html': 'new page', [MARKER]: serializeMarker(BEGUN) }

interface Asked {
  readonly marker?: false
  readonly owed?: readonly string[]
  readonly options?: Readonly<Record<string, unknown>>
}

async function ask(
  live: Answering,
  { marker, owed = [], options = { access: { cookie: 'staging=1' } } }: Asked = {},
): Promise<{ live: LiveNow; asked: string[] }> {
  const { client, asked } = fakeSite(live)
  const input: LiveNowInput = {
    site: {
      origins: [{ url: SITE_URL, dir: '', documents: true }],
      base: '/',
      cleanUrls: 'both',
      trailingSlash: 'both',
      fallback: undefined,
    },
    markerPath: marker ?? MARKER,
    explained: new Set([KNOWN, BEGUN]),
    older: [manifestOf(OLD)],
    own: manifestOf(NEXT),
    owed: new Set(owed),
  }
  const operation = {
    options: optionsWith(options),
    env: {},
    onEvent: () => {},
    means: { ...REAL_MEANS, createSiteClient: () => client },
  }
  return { live: await readLiveNow(operation, input), asked }
}

test('the marker of a recorded build takes one question', async () => {
  expect(await ask(serving(OLD))).toEqual({
    live: { kind: 'recorded', build: KNOWN },
    asked: [`origin /${MARKER}`],
  })
})

interface Case extends Asked {
  readonly name: string
  readonly site: Answering
  readonly is: LiveNow['kind']
}

test.for<Case>([
  {
    name: 'a marker that no record explains',
    site: serving({ ...OLD, [MARKER]: serializeMarker('f'.repeat(64)) }),
    is: 'unrecorded',
  },
  {
    name: 'no marker, and bytes of nobody',
    site: serving({ 'app.js': 'app of nobody', 'index.html': 'x' }),
    is: 'unrecorded',
  },
  {
    name: 'no marker, and bytes of an older build that nobody put there anew',
    site: serving({ 'app.js': 'old app', 'index.html': 'x' }),
    is: 'unrecorded',
  },
  {
    name: 'no marker, and only some bytes of the build that begins',
    site: serving({ 'app.js': 'new app', 'index.html': 'old page' }),
    is: 'unrecorded',
  },
  {
    name: 'no marker yet, where the build was written to where it is served',
    site: serving({ 'app.js': 'new app', 'index.html': 'new page' }),
    is: 'recorded',
  },
  { name: 'builds without marker: the old one', site: serving(OLD), marker: false, is: 'recorded' },
  {
    name: 'builds without marker: bytes of nobody',
    site: serving({ 'app.js': 'x' }),
    marker: false,
    is: 'unrecorded',
  },
  {
    name: 'a challenge',
    site: () => answer({ status: 403, mitigated: 'challenge' }),
    is: 'unknown',
  },
  { name: 'a site that is away', site: () => ({ kind: 'unreachable', why: 'no' }), is: 'unknown' },
  { name: 'a copy', site: () => answer({ body: 'x', cacheStatus: 'HIT' }), is: 'unknown' },
  {
    name: 'an environment that no question reaches',
    site: serving(OLD),
    options: {},
    is: 'unknown',
  },
])('$name: $is', async ({ site, is, ...asked }) => {
  const { live } = await ask(site, asked)
  expect(live.kind).toBe(is)
  expect(doubtOf(live)?.code).toBe(is === 'unrecorded' ? 'unrecorded-build' : undefined)
})

test('production is not asked in the place of an environment', async () => {
  expect((await ask(serving(OLD), { options: {} })).asked).toEqual([])
})

test('a file that the origin may still have or not have yet, as a run said, is no sign of another build', async () => {
  const behind = serving({ ...NEXT, 'app.js': 'left over from before' })
  const url = `${SITE_URL}/app.js`
  const { live } = await ask(behind, { marker: false })
  expect(live).toEqual({ kind: 'unrecorded', what: `a build with other bytes at ${url}` })
  const known = await ask(behind, { marker: false, owed: [url] })
  expect(known.live).toEqual({ kind: 'recorded' })
})
