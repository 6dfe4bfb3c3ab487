import type { Plan } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { answer, fakeSite, manifestOf, SITE_URL, type Answering } from '../../test/fake-site.ts'
import { findFailure } from './health-gate.ts'

const FILES = { 'a.html': 'a', 'b.html': 'b' }

async function failure(live: Answering): Promise<{ found: string | undefined; asked: number }> {
  const { client, asked } = fakeSite(live)
  const plan = {
    site: {
      origins: [{ url: SITE_URL, dir: '', documents: true }],
      base: '/',
      cleanUrls: false,
      trailingSlash: true,
      fallback: undefined,
    },
    changes: [...Object.keys(FILES), 'gone.html'].map((path) => ({
      kind: path === 'gone.html' ? 'removed' : 'changed',
      path,
      reason: '',
      fingerprinted: false,
    })),
  } as unknown as Plan
  const means = { client, sleep: () => Promise.resolve(), signal: undefined }
  return { found: await findFailure(plan, manifestOf(FILES), means), asked: asked.length }
}

const ok = answer('a')

test('an origin that answers is well', async () => {
  expect(await failure(() => ok)).toEqual({ found: undefined, asked: 2 })
})

test('one that answers 5xx twice fails', async () => {
  const live: Answering = (path) => (path === '/b.html' ? answer({ status: 502 }) : ok)
  expect(await failure(live)).toEqual({ found: `${SITE_URL}/b.html answers 502`, asked: 3 })
})

test('an error of the moment is none', async () => {
  let errors = 0
  const live: Answering = () => (errors++ === 0 ? answer({ status: 503 }) : ok)
  expect(await failure(live)).toEqual({ found: undefined, asked: 3 })
})

test.for<{ name: string; live: Answering }>([
  { name: 'a 404', live: () => answer({ status: 404 }) },
  { name: 'a challenge', live: () => answer({ status: 503, mitigated: 'challenge' }) },
  { name: 'an origin that cannot be asked', live: () => ({ kind: 'unreachable', why: 'no' }) },
])('$name is no failure of the origin', async ({ live }) => {
  expect((await failure(live)).found).toBeUndefined()
})
