import { createManifest, diff, plan, type Manifest, type Plan } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { findDeviations } from './deviations.ts'
import { createReusedNames } from './reused-names.ts'
import { secondOpinion } from './second-opinion.ts'

const before = manifest({ 'index.html': '1', 'a.html': '1', 'gone.png': '1' })
const after = manifest({ 'index.html': '2', 'a.html': '2', 'a/index.html': '1', _headers: '1' })

function manifest(digests: Readonly<Record<string, string>>, fingerprinted = false): Manifest {
  return createManifest(
    Object.entries(digests).map(([path, digest]) => ({
      path,
      size: 1,
      digest: `sha256-${digest}`,
      fingerprinted,
    })),
  )
}

function planned(): Plan {
  const site = {
    origins: [{ url: 'https://www.example.com', dir: '', documents: true }],
    base: '/',
    cleanUrls: 'both',
    trailingSlash: 'both',
    fallback: undefined,
  } as const
  const limits = { maxUrls: 100, maxKeys: 100, acceptsUrls: true }
  return plan(diff([before], after), site, { limits })
}

test('a right plan deviates only for reasons that are named', () => {
  const right = planned()
  expect(right.stats.targets).toBeGreaterThan(0)
  expect(findDeviations(right, secondOpinion(before, after))).toEqual({
    paths: [],
    notServed: ['_headers'],
    wide: 0,
    urls: right.stats.targets,
    shared: 1,
    unexplained: 0,
  })
})

test('a change that the plan does not have is named', () => {
  const right = planned()
  const wrong = { ...right, changes: right.changes.filter(({ path }) => path !== 'gone.png') }
  expect(findDeviations(wrong, secondOpinion(before, after)).paths).toEqual(['removed gone.png'])
})

test('a change of another kind is named', () => {
  const right = planned()
  const changes = right.changes.map((change) =>
    change.path === 'a.html' ? { ...change, kind: 'added' as const } : change,
  )
  expect(findDeviations({ ...right, changes }, secondOpinion(before, after)).paths).toEqual([
    'changed a.html',
  ])
})

test('a URL too few is not explained away', () => {
  const right = planned()
  const requests = right.requests.map((request) =>
    request.by === 'files'
      ? {
          ...request,
          targets: request.targets.filter((url) => url !== 'https://www.example.com/a'),
        }
      : request,
  )
  const { unexplained } = findDeviations({ ...right, requests }, secondOpinion(before, after))
  expect(unexplained).toBe(1)
})

test('a fingerprinted name that comes back with other bytes is found, also after a build without it', () => {
  const names = createReusedNames()
  names.add('1', manifest({ 'app-1a2b3c4d.js': '1', 'b-1a2b3c4d.js': '1' }, true))
  names.add('2', manifest({ 'b-1a2b3c4d.js': '1' }, true))
  names.add('3', manifest({ 'app-1a2b3c4d.js': '2', 'b-1a2b3c4d.js': '1' }, true))
  expect(names.found).toEqual([{ path: 'app-1a2b3c4d.js', from: '1', to: '3' }])
})

test('what a prefix stands for is counted apart, and by segment', () => {
  const next = manifest({ 'docs/a.html': '1', 'docs/b.html': '1', 'docsx.html': '1' })
  const exact = plan(diff([manifest({})], next), planned().site, {
    limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: true },
  })
  const [first] = exact.requests
  if (first?.by !== 'files') throw new Error('The plan has no exact URLs.')
  const targets = first.targets.filter(
    (target) => typeof target === 'string' && !target.includes('/docs/'),
  )
  const requests: Plan['requests'] = [
    { ...first, targets },
    { ...first, by: 'prefixes', targets: ['www.example.com/docs'] },
  ]
  expect(findDeviations({ ...exact, requests }, secondOpinion(manifest({}), next))).toEqual({
    paths: [],
    notServed: [],
    wide: 2,
    urls: 2,
    shared: 0,
    unexplained: 0,
  })
})
