import { PurgeError } from '@cdn-purge/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CloudflarePlan } from './limits.ts'
import type { PurgeParams } from './params.ts'
import { environmentsRequest, purgeRequest, zonesRequest, type PurgeScope } from './request.ts'

const zone_id = '023e105f4ecef8ad9ca31a8372d0c353'
const environment: PurgeScope = { kind: 'environment', id: 'c2f4f1a5e0b94c3d8a7b6c5d4e3f' }
const zone: PurgeScope = { kind: 'zone' }
const url = 'https://www.example.com/a.css'

test.for<{ action: 'purge' | 'invalidate'; scope: PurgeScope; path: string }>([
  { action: 'purge', scope: zone, path: `/zones/${zone_id}/purge_cache` },
  { action: 'invalidate', scope: zone, path: `/zones/${zone_id}/invalidate_cache` },
  {
    action: 'purge',
    scope: environment,
    path: `/zones/${zone_id}/environments/${environment.id}/purge_cache`,
  },
  {
    action: 'invalidate',
    scope: environment,
    path: `/zones/${zone_id}/environments/${environment.id}/invalidate_cache`,
  },
])('$action in $scope.kind goes to its own path', ({ action, scope, path }) => {
  const request = purgeRequest({ action, scope, params: { zone_id, tags: ['a'] }, plan: 'free' })
  expect(request).toMatchObject({ method: 'POST', path, body: { tags: ['a'] } })
})

test('the request says what it does', () => {
  const params = { zone_id, files: [url, url] }
  expect(purgeRequest({ action: 'purge', scope: environment, params, plan: 'free' }).what).toBe(
    `purge 2 URLs in environment "${environment.id}" of zone "${zone_id}"`,
  )
  const everything = { zone_id, purge_everything: true } as const
  expect(
    purgeRequest({ action: 'invalidate', scope: zone, params: everything, plan: 'free' }).what,
  ).toBe(`invalidate everything in zone "${zone_id}"`)
})

const tooLong = 'x'.repeat(33)
const many = (amount: number, target: string) => Array.from({ length: amount }, () => target)

test.for<{
  name: string
  params: unknown
  scope?: PurgeScope
  plan?: CloudflarePlan
  says: string
}>([
  { name: 'an empty zone id', params: { zone_id: '', tags: ['a'] }, says: '`zone_id` is empty' },
  { name: 'a missing zone id', params: { tags: ['a'] }, says: '`zone_id` is no string' },
  { name: 'a long zone id', params: { zone_id: tooLong, tags: ['a'] }, says: '33 characters' },
  { name: 'a zone name', params: { zone_id: 'example.com', tags: ['a'] }, says: 'is no id' },
  { name: 'a path in an id', params: { zone_id: '../zones', tags: ['a'] }, says: 'is no id' },
  {
    name: 'an empty environment id',
    params: { zone_id, tags: ['a'] },
    scope: { kind: 'environment', id: '' },
    says: '`environment_id` is empty',
  },
  {
    name: 'a long environment id',
    params: { zone_id, tags: ['a'] },
    scope: { kind: 'environment', id: tooLong },
    says: '33 characters',
  },
  { name: 'no parameters', params: undefined, says: 'no parameters' },
  { name: 'no targets', params: { zone_id }, says: 'has no targets' },
  { name: 'only undefined targets', params: { zone_id, tags: undefined }, says: 'has no targets' },
  {
    name: 'a mixture',
    params: { zone_id, tags: ['a'], hosts: ['b'] },
    says: 'mixes `tags` and `hosts`',
  },
  {
    name: 'everything and more',
    params: { zone_id, purge_everything: true, tags: ['a'] },
    says: 'mixes `purge_everything` and `tags`',
  },
  {
    name: 'everything that is false',
    params: { zone_id, purge_everything: false },
    says: 'only be true',
  },
  { name: 'an unknown field', params: { zone_id, urls: [url] }, says: '`urls` is none of' },
  { name: 'an empty list', params: { zone_id, tags: [] }, says: '`tags` is empty' },
  { name: 'a list that is none', params: { zone_id, tags: 'a' }, says: '`tags` is no array' },
  {
    name: 'a URL without scheme',
    params: { zone_id, files: ['www.example.com/a'] },
    says: '"https://"',
  },
  { name: 'a path as URL', params: { zone_id, files: ['/a.css'] }, says: '`files[0]`, "/a.css"' },
  {
    name: 'another scheme',
    params: { zone_id, files: ['ftp://example.com/a'] },
    says: '"https://"',
  },
  { name: 'a URL without host', params: { zone_id, files: ['https://'] }, says: 'is no URL' },
  { name: 'a fragment in a URL', params: { zone_id, files: [`${url}#top`] }, says: 'fragment' },
  {
    name: 'a space in a URL',
    params: { zone_id, files: ['https://a.b/c d'] },
    says: 'percent-encode',
  },
  { name: 'a URL that is no text', params: { zone_id, files: [7] }, says: 'neither a URL nor' },
  {
    name: 'an object without URL',
    params: { zone_id, files: [{ headers: {} }] },
    says: 'has no `url`',
  },
  {
    name: 'an object with a path as URL',
    params: { zone_id, files: [{ url: '/a.css' }] },
    says: '"/a.css"',
  },
  { name: 'null headers', params: { zone_id, files: [{ url, headers: null }] }, says: '`headers`' },
  {
    name: 'a null header',
    params: { zone_id, files: [{ url, headers: { Origin: null } }] },
    says: 'a header "Origin" that is no string',
  },
  {
    name: 'URLs and objects',
    params: { zone_id, files: [url, { url }] },
    says: 'mixes URLs and objects',
  },
  { name: 'a scheme in a prefix', params: { zone_id, prefixes: [url] }, says: 'has a scheme' },
  { name: 'a query in a prefix', params: { zone_id, prefixes: ['a.b/c?d'] }, says: 'has a query' },
  {
    name: 'a fragment in a prefix',
    params: { zone_id, prefixes: ['a.b/c#d'] },
    says: 'has a fragment',
  },
  { name: 'a prefix without host', params: { zone_id, prefixes: ['/c'] }, says: 'has no host' },
  {
    name: 'a prefix of 32 separators',
    params: { zone_id, prefixes: [`a.b${'/c'.repeat(32)}`] },
    says: 'has 32 slashes',
  },
  { name: 'a tag with a space', params: { zone_id, tags: ['a b'] }, says: 'holds a space' },
  { name: 'a tag beyond ASCII', params: { zone_id, tags: ['é'] }, says: 'printable ASCII' },
  { name: 'an empty tag', params: { zone_id, tags: [''] }, says: 'is empty' },
  {
    name: 'a tag too long',
    params: { zone_id, tags: ['x'.repeat(1025)] },
    says: '1025 characters',
  },
  {
    name: 'a host too long',
    params: { zone_id, hosts: ['x'.repeat(201)] },
    says: '201 characters',
  },
  { name: 'a URL as host', params: { zone_id, hosts: [url] }, says: 'no bare host name' },
  {
    name: '101 tags',
    params: { zone_id, tags: many(101, 'a') },
    says: '101 items, more than the 100',
  },
  {
    name: '101 URLs on Free',
    params: { zone_id, files: many(101, url) },
    says: 'more than the 100',
  },
  {
    name: '101 tags on Enterprise',
    params: { zone_id, tags: many(101, 'a') },
    plan: 'enterprise',
    says: 'more than the 100',
  },
  {
    name: '501 URLs on Enterprise',
    params: { zone_id, files: many(501, url) },
    plan: 'enterprise',
    says: 'more than the 500',
  },
  {
    name: '501 URLs in an environment',
    params: { zone_id, files: many(501, url) },
    scope: environment,
    says: 'more than the 500',
  },
])('$name: refused', ({ params, scope = zone, plan = 'free', says }) => {
  const error = thrown(() =>
    purgeRequest({ action: 'purge', scope, params: params as PurgeParams, plan }),
  )
  expect(error.code).toBe('bad-request')
  expect(error.message).toContain(says)
})

test.for<{ name: string; params: PurgeParams; scope?: PurgeScope; plan?: CloudflarePlan }>([
  { name: '100 URLs on Free', params: { zone_id, files: many(100, url) } },
  {
    name: '500 URLs on Enterprise',
    params: { zone_id, files: many(500, url) },
    plan: 'enterprise',
  },
  {
    name: '500 URLs in an environment',
    params: { zone_id, files: many(500, url) },
    scope: environment,
  },
  { name: 'a prefix of 31 separators', params: { zone_id, prefixes: [`a.b${'/c'.repeat(31)}`] } },
  { name: 'a host alone as prefix', params: { zone_id, prefixes: ['www.example.com'] } },
  { name: 'a tag of 1,024 characters', params: { zone_id, tags: ['x'.repeat(1024)] } },
  { name: 'a host of 200 characters', params: { zone_id, hosts: ['x'.repeat(200)] } },
  { name: 'a host with a port', params: { zone_id, hosts: ['localhost:8787'] } },
  { name: 'an object without headers', params: { zone_id, files: [{ url }] } },
  { name: 'an id of one character', params: { zone_id: 'z', tags: ['a'] } },
])('$name: accepted', ({ params, scope = zone, plan = 'free' }) => {
  const { zone_id: _, ...body } = params
  expect(purgeRequest({ action: 'purge', scope, params, plan }).body).toEqual(body)
})

test('every problem is in the one error', () => {
  const error = thrown(() =>
    purgeRequest({
      action: 'purge',
      scope: zone,
      params: { zone_id: '', tags: ['a b', '', 'c', 'd e', 'f g', 'h i'] },
      plan: 'free',
    }),
  )
  expect(error.details['problems']).toHaveLength(6)
  expect(error.message).toMatch(/And 1 problem more\.$/)
})

test('the header values of a refused target are not shown', () => {
  const files = [{ url: '/a', headers: { Cookie: 'planted' } }]
  const error = thrown(() =>
    purgeRequest({ action: 'purge', scope: zone, params: { zone_id, files }, plan: 'free' }),
  )
  expect(JSON.stringify([error.message, error.details])).not.toContain('planted')
})

test('whatever is passed, the answer is a request in the zone or a refusal', () => {
  const anything = fc.record(
    {
      zone_id: fc.oneof(fc.constant(zone_id), fc.anything()),
      files: fc.anything(),
      tags: fc.oneof(fc.array(fc.string()), fc.anything()),
      hosts: fc.array(fc.string()),
      purge_everything: fc.anything(),
    },
    { requiredKeys: ['zone_id'] },
  )
  fc.assert(
    fc.property(anything, fc.string(), (params, id) => {
      const act = () =>
        purgeRequest({
          action: 'purge',
          scope: { kind: 'environment', id },
          params: params as unknown as PurgeParams,
          plan: 'free',
        })
      try {
        expect(act().path).toMatch(/^\/zones\/[\w-]{1,32}\/environments\/[\w-]{1,32}\/purge_cache$/)
      } catch (error) {
        expect(error).toBeInstanceOf(PurgeError)
      }
    }),
  )
})

test('a zone name is encoded into the query', () => {
  expect(zonesRequest({ name: 'a&b=c', page: 2 }).path).toBe(
    '/zones?name=a%26b%3Dc&page=2&per_page=50',
  )
})

test('the environments of an id that is none are not asked for', () => {
  expect(thrown(() => environmentsRequest({ zone_id: 'a/b' })).code).toBe('bad-request')
})

function thrown(act: () => unknown): PurgeError {
  try {
    act()
  } catch (error) {
    if (error instanceof PurgeError) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}
