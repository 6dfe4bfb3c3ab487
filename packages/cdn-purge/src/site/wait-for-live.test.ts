import { buildId, serializeMarker } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { answer, fakeSite, manifestOf, SITE_URL } from '../../test/fake-site.ts'
import type { ProbeInput } from './probe.ts'
import { agreedProbe, AGREEING_ANSWERS } from './wait-for-live.ts'

const MANIFEST = manifestOf({ 'index.html': 'page' })
const THIS = buildId(MANIFEST, 'cdn-purge.json')
const OTHER = 'f'.repeat(64)

const QUESTION: ProbeInput = {
  manifest: MANIFEST,
  older: [],
  known: new Set([THIS]),
  site: {
    origins: [{ url: SITE_URL, dir: '', documents: true }],
    base: '/',
    cleanUrls: 'both',
    trailingSlash: 'both',
    fallback: undefined,
  },
  marker: { path: 'cdn-purge.json', build: THIS },
  tellingPaths: [],
  builtText: () => Promise.resolve(undefined),
}

/** Asks a site that names these builds one after the other, the last one for ever. */
async function ask(builds: readonly string[]): Promise<{ kind: string; asked: number }> {
  let at = 0
  const site = fakeSite(() => {
    const build = builds[Math.min(at++, builds.length - 1)] ?? ''
    return answer({ body: serializeMarker(build), contentType: 'application/json' })
  })
  const { client, asked } = site
  const { kind } = await agreedProbe(QUESTION, { client, sleep: () => Promise.resolve() })
  return { kind, asked: asked.length }
}

test('live needs so many agreeing answers in a row', async () => {
  expect(await ask([THIS])).toEqual({ kind: 'this', asked: AGREEING_ANSWERS })
})

test.for([
  { name: 'the second answer is another build', builds: [THIS, OTHER, THIS] },
  { name: 'the third is', builds: [THIS, THIS, OTHER] },
])('a rolling deploy is mixed: $name', async ({ builds }) => {
  expect(await ask(builds)).toEqual({ kind: 'mixed', asked: builds.indexOf(OTHER) + 1 })
})

test('another build is named at once', async () => {
  expect(await ask([OTHER])).toEqual({ kind: 'other', asked: 1 })
})
