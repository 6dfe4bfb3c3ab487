import { PurgeError, type FileTarget, type PurgeBatch } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import type { CloudflareClient } from './client.ts'
import { createCloudflarePurger } from './purger.ts'
import type { Receipt } from './response.ts'
import type { Target } from './target.ts'

const zone = { id: 'z', name: 'example.com' }
const production: Target = { zone, environment: { kind: 'production' }, notes: [] }
const staging: Target = {
  zone,
  environment: { kind: 'environment', id: 'ref', name: 'Staging' },
  notes: [],
}

type Call = readonly [method: string, ...args: unknown[]]

/** A cache API that notes every call. */
function fakeCache(receipt: Receipt = { id: 'accepted' }): {
  readonly client: Pick<CloudflareClient, 'cache'>
  readonly calls: Call[]
} {
  const calls: Call[] = []
  const answer = async (...call: Call): Promise<Receipt> => {
    calls.push(call)
    return receipt
  }
  return {
    calls,
    client: {
      cache: {
        purge: (params) => answer('purge', params),
        invalidate: (params) => answer('invalidate', params),
        purgeEnvironment: (id, params) => answer('purgeEnvironment', id, params),
        invalidateEnvironment: (id, params) => answer('invalidateEnvironment', id, params),
      },
    },
  }
}

const tags: PurgeBatch = { by: 'tags', targets: ['a'] }

test.for<{ name: string; target: Target; action: 'purge' | 'invalidate'; call: Call }>([
  {
    name: 'Production is purged by the zone endpoint',
    target: production,
    action: 'purge',
    call: ['purge', { zone_id: 'z', tags: ['a'] }],
  },
  {
    name: 'Production is invalidated by the zone endpoint',
    target: production,
    action: 'invalidate',
    call: ['invalidate', { zone_id: 'z', tags: ['a'] }],
  },
  {
    name: 'an environment is purged by its own endpoint',
    target: staging,
    action: 'purge',
    call: ['purgeEnvironment', 'ref', { zone_id: 'z', tags: ['a'] }],
  },
  {
    name: 'an environment is invalidated by its own endpoint',
    target: staging,
    action: 'invalidate',
    call: ['invalidateEnvironment', 'ref', { zone_id: 'z', tags: ['a'] }],
  },
])('$name', async ({ target, action, call }) => {
  const { client, calls } = fakeCache()
  const purger = createCloudflarePurger({ client, target })
  await expect(purger.send(action, tags)).resolves.toEqual({ id: 'accepted' })
  expect(calls).toEqual([call])
})

test.for<{ name: string; targets: FileTarget[]; files: unknown[] }>([
  { name: 'URLs stay URLs', targets: ['https://a.b/'], files: ['https://a.b/'] },
  {
    name: 'one object makes all of them objects',
    targets: ['https://a.b/', { url: 'https://a.b/c', headers: { Origin: 'https://d.e' } }],
    files: [{ url: 'https://a.b/' }, { url: 'https://a.b/c', headers: { Origin: 'https://d.e' } }],
  },
])('$name', async ({ targets, files }) => {
  const { client, calls } = fakeCache()
  await createCloudflarePurger({ client, target: production }).send('purge', {
    by: 'files',
    targets,
  })
  expect(calls).toEqual([['purge', { zone_id: 'z', files }]])
})

test.for<{ name: string; target: Target; plan?: 'free' | 'enterprise'; maxUrls: number }>([
  { name: 'nothing known', target: production, maxUrls: 100 },
  { name: 'a plan that was given', target: production, plan: 'enterprise', maxUrls: 500 },
  {
    name: 'a plan that was looked up',
    target: { ...production, zone: { ...zone, plan: 'enterprise' } },
    maxUrls: 500,
  },
  {
    name: 'a plan that was given over one that was looked up',
    target: { ...production, zone: { ...zone, plan: 'enterprise' } },
    plan: 'free',
    maxUrls: 100,
  },
  { name: 'an environment', target: staging, maxUrls: 500 },
])('limits with $name: $maxUrls URLs', ({ target, plan, maxUrls }) => {
  const purger = createCloudflarePurger({ client: fakeCache().client, target, plan })
  expect(purger.limits).toEqual({ maxUrls, maxKeys: 100, acceptsUrls: true })
})

test('a null receipt is a failure', async () => {
  const { client } = fakeCache(null)
  const sent = createCloudflarePurger({ client, target: staging }).send('purge', tags)
  await expect(sent).rejects.toMatchObject({
    code: 'api-refused',
    message:
      'Could not purge in environment "Staging" of zone "example.com": Cloudflare gave no id for the request.',
  })
})

test.for<{ name: string; thrown: PurgeError; expected: Record<string, unknown> }>([
  ...[1094, 1101, 1111].map((code) => ({
    name: `${code}, too many items`,
    thrown: refusal([code]),
    expected: { code: 'too-many-targets', details: { codes: [code], takes: 30 } },
  })),
  ...[1015, 1016, 1017, 1082, 1084, 1100, 1114, 1115].map((code) => ({
    name: `${code}, a bad target`,
    thrown: refusal([code]),
    expected: { code: 'target-refused', message: 'Refused.' },
  })),
  {
    name: 'an invalid URL without a known code',
    thrown: new PurgeError('api-refused', 'Cloudflare answered 400: "x" is an invalid URL.'),
    expected: { code: 'target-refused' },
  },
  {
    name: 'a target that is found bad before it is sent',
    thrown: unsent(['`files[3]`, "x", is no URL.', '`files[7]`, "y", is no URL.']),
    expected: { code: 'target-refused' },
  },
  {
    name: 'a zone that is found bad before anything is sent',
    thrown: unsent(['`zone_id` is empty.', '`files[3]`, "x", is no URL.']),
    expected: { code: 'bad-request' },
  },
  {
    name: 'another refusal',
    thrown: refusal([10_000]),
    expected: { code: 'api-refused' },
  },
  {
    name: 'a rate limit',
    thrown: new PurgeError('rate-limited', 'Too fast.', { details: { codes: [1134] } }),
    expected: { code: 'rate-limited' },
  },
])('$name is said by the code', async ({ thrown, expected }) => {
  const { client } = fakeCache()
  const cache = { ...client.cache, purge: async () => Promise.reject(thrown) }
  const sent = createCloudflarePurger({ client: { cache }, target: production }).send('purge', tags)
  await expect(sent).rejects.toMatchObject(expected)
})

function refusal(codes: readonly number[]): PurgeError {
  return new PurgeError('api-refused', 'Refused.', { details: { codes } })
}

function unsent(problems: readonly string[]): PurgeError {
  return new PurgeError('bad-request', 'Could not purge.', { details: { problems } })
}

test('no rate limit is waited for, and the rates are those of the plan', async () => {
  const { client } = fakeCache()
  const calls: unknown[] = []
  const cache: typeof client.cache = {
    ...client.cache,
    purge: async (_params, call) => {
      calls.push(call)
      return { id: 'x' }
    },
  }
  const purger = createCloudflarePurger({ client: { cache }, target: production, plan: 'pro' })
  await purger.send('purge', tags)
  expect(calls).toEqual([{ plan: 'pro', onRateLimit: 'throw' }])
  expect(purger.rates).toEqual({
    keys: { perSecond: 5, bucket: 25, maxPerRequest: 100 },
    files: { urlsPerSecond: 1500, maxPerRequest: 100 },
  })
})

test('the purger says where it purges', () => {
  const { client } = fakeCache()
  expect(createCloudflarePurger({ client, target: staging }).describe()).toBe(
    'environment "Staging" of zone "example.com"',
  )
  expect(createCloudflarePurger({ client, target: production }).describe()).toBe(
    'Production of zone "example.com"',
  )
})
