import { PurgeError, type FileTarget, type PurgeBatch } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import type { CloudflareClient } from './client.ts'
import type { PurgeParams } from './params.ts'
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

/** A cache API that notes every call, and refuses more items than `most` with this code. */
function fakeCache(options: { most?: number; code?: number; receipt?: Receipt } = {}): {
  readonly client: Pick<CloudflareClient, 'cache'>
  readonly calls: Call[]
  readonly sizes: () => number[]
} {
  const { most = Number.POSITIVE_INFINITY, code = 1094, receipt = { id: 'accepted' } } = options
  const calls: Call[] = []
  const answer = (params: PurgeParams, call: Call): Receipt => {
    calls.push(call)
    const { length } = params.files ?? params.prefixes ?? []
    if (length <= most) return receipt
    throw new PurgeError('api-refused', 'Too many.', { details: { codes: [code] } })
  }
  return {
    calls,
    sizes: () =>
      calls.map(([, ...args]) => {
        const params = args.find((arg) => typeof arg === 'object') as PurgeParams
        return (params.files ?? params.prefixes ?? []).length
      }),
    client: {
      cache: {
        purge: async (params) => answer(params, ['purge', params]),
        invalidate: async (params) => answer(params, ['invalidate', params]),
        purgeEnvironment: async (id, params) => answer(params, ['purgeEnvironment', id, params]),
        invalidateEnvironment: async (id, params) =>
          answer(params, ['invalidateEnvironment', id, params]),
      },
    },
  }
}

function urls(amount: number): string[] {
  return Array.from({ length: amount }, (_, index) => `https://www.example.com/${index}`)
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
  const { client } = fakeCache({ receipt: null })
  const sent = createCloudflarePurger({ client, target: staging }).send('purge', tags)
  await expect(sent).rejects.toMatchObject({
    code: 'api-refused',
    message:
      'Could not purge in environment "Staging" of zone "example.com": Cloudflare gave no id for the request.',
  })
})

test('a batch that is too long for the zone is sent in parts, and so is the next one at once', async () => {
  const { client, sizes } = fakeCache({ most: 30 })
  const purger = createCloudflarePurger({ client, target: production })
  const batch: PurgeBatch = { by: 'files', targets: urls(100) }
  await expect(purger.send('purge', batch)).resolves.toEqual({ id: 'accepted' })
  expect(sizes()).toEqual([100, 50, 30, 30, 30, 10])
  await purger.send('purge', { by: 'prefixes', targets: urls(40) })
  expect(sizes().slice(6)).toEqual([30, 10])
})

test('a batch that is refused at the safe size is not cut further', async () => {
  const { client, sizes } = fakeCache({ most: 10 })
  const batch: PurgeBatch = { by: 'files', targets: urls(60) }
  const sent = createCloudflarePurger({ client, target: production }).send('purge', batch)
  await expect(sent).rejects.toMatchObject({ message: 'Too many.' })
  expect(sizes()).toEqual([60, 30])
})

test('a refusal for another reason is not answered with parts', async () => {
  const { client, sizes } = fakeCache({ most: 10, code: 1082 })
  const batch: PurgeBatch = { by: 'files', targets: urls(60) }
  await expect(
    createCloudflarePurger({ client, target: production }).send('purge', batch),
  ).rejects.toMatchObject({ message: 'Too many.' })
  expect(sizes()).toEqual([60])
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
