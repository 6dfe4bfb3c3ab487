import { expect, test } from 'vitest'
import { answer, fakeSite, SITE_URL, type Answering, type Said } from '../../test/fake-site.ts'
import type { AnsweredSite, SiteAnswer } from '../site/site-answer.ts'
import { lookAtHeaders, lookAtRedirect } from './look-at-rules.ts'
import type { Verdict } from './verdict.ts'

const URL_OF = `${SITE_URL}/a`
const CHECK = { url: URL_OF, path: 'a', kept: false, headers: ['x-a', 'set-cookie'] }

/** What past the cache is answered: a page, or nothing at all. */
type Past = Said | 'unreachable'

interface Case {
  readonly name: string
  readonly edge: Said
  readonly past: Past
  readonly is: Verdict['kind']
  readonly says?: RegExp
}

function answering(past: Past): Answering {
  const unreachable: SiteAnswer = { kind: 'unreachable', why: 'the line broke' }
  return () => (past === 'unreachable' ? unreachable : answer(past))
}

function questionFor({ edge, past }: Case): Parameters<typeof lookAtHeaders>[0] {
  const said = answer(edge)
  if (said.kind !== 'answered') throw new Error('The edge answers.')
  const { client } = fakeSite(answering(past))
  return { check: CHECK, answer: said, client, signal: undefined }
}

const sending = (value: string): Pick<AnsweredSite, 'header'> => ({
  header: (name) => (name === 'x-a' ? value : undefined),
})
const HIT = { cacheStatus: 'HIT' } as const

test.for<Case>([
  {
    name: 'a copy with the headers of the origin',
    edge: { ...HIT, ...sending('2') },
    past: sending('2'),
    is: 'fresh',
  },
  {
    name: 'a copy with others',
    edge: { ...HIT, ...sending('1') },
    past: sending('2'),
    is: 'stale',
    says: /x-a.*from the cache/,
  },
  {
    name: 'cookies, which no edge keeps, are not compared',
    edge: { ...HIT, header: (name) => (name === 'x-a' ? '2' : undefined) },
    past: { header: (name) => (name === 'x-a' ? '2' : 'new') },
    is: 'fresh',
  },
  {
    name: 'an answer that just came from the origin',
    edge: { cacheStatus: 'MISS', ...sending('1') },
    past: sending('2'),
    is: 'fresh',
  },
  {
    name: 'one that is never kept',
    edge: { cacheStatus: 'DYNAMIC', ...sending('1') },
    past: sending('2'),
    is: 'not-cached',
  },
  {
    name: 'others, and nobody says whether from a cache',
    edge: sending('1'),
    past: sending('2'),
    is: 'unknown',
  },
  {
    name: 'nothing to compare with',
    edge: { ...HIT, ...sending('1') },
    past: 'unreachable',
    is: 'unknown',
    says: /could not be reached/,
  },
  {
    name: 'an error to compare with',
    edge: { ...HIT, ...sending('1') },
    past: { status: 503, ...sending('2') },
    is: 'unknown',
    says: /503/,
  },
  {
    name: 'a cache that cannot be passed',
    edge: { ...HIT, ...sending('1') },
    past: { ...HIT, ...sending('2') },
    is: 'unknown',
    says: /past the cache/,
  },
])('headers: $name', async (row) => {
  const verdict = await lookAtHeaders(questionFor(row))
  expect(verdict.kind).toBe(row.is)
  if (row.says) expect(verdict.why).toMatch(row.says)
})

const to = (location: string, status = 301): Said => ({ status, location })

test.for<Case>([
  {
    name: 'the redirect of the origin',
    edge: { ...HIT, ...to(`${SITE_URL}/b`) },
    past: to(`${SITE_URL}/b`),
    is: 'fresh',
  },
  {
    name: 'to another host, which is no login',
    edge: { ...HIT, ...to('https://other.example/b') },
    past: to('https://other.example/b'),
    is: 'fresh',
  },
  {
    name: 'with the query string that we asked with',
    edge: { ...HIT, ...to(`${SITE_URL}/b`) },
    past: to(`${SITE_URL}/b?cdn-purge=1f`),
    is: 'fresh',
  },
  {
    name: 'to elsewhere',
    edge: { ...HIT, ...to(`${SITE_URL}/b`) },
    past: to(`${SITE_URL}/c`),
    is: 'stale',
    says: /301 to .*\/b, while .* 301 to .*\/c/,
  },
  {
    name: 'with another query string',
    edge: { ...HIT, ...to(`${SITE_URL}/b?v=1`) },
    past: to(`${SITE_URL}/b?v=2`),
    is: 'stale',
  },
  {
    name: 'with another status',
    edge: { ...HIT, ...to(`${SITE_URL}/b`) },
    past: to(`${SITE_URL}/b`, 302),
    is: 'stale',
  },
  {
    name: 'a page where a redirect is',
    edge: { ...HIT, body: 'old' },
    past: to(`${SITE_URL}/b`),
    is: 'stale',
  },
  { name: 'an old 404', edge: { ...HIT, status: 404 }, past: to(`${SITE_URL}/b`), is: 'stale' },
  {
    name: 'a redirect that is gone',
    edge: { ...HIT, ...to(`${SITE_URL}/b`) },
    past: { status: 404 },
    is: 'stale',
  },
  {
    name: 'a page as the origin has it',
    edge: { ...HIT, body: 'page' },
    past: { body: 'page' },
    is: 'fresh',
  },
  { name: 'another page', edge: { ...HIT, body: 'page' }, past: { body: 'other' }, is: 'stale' },
  {
    name: 'never kept',
    edge: { cacheStatus: 'BYPASS', ...to(`${SITE_URL}/b`) },
    past: to(`${SITE_URL}/b`),
    is: 'not-cached',
  },
  {
    name: 'otherwise, and not from the cache',
    edge: { cacheStatus: 'MISS', ...to(`${SITE_URL}/b`) },
    past: to(`${SITE_URL}/c`),
    is: 'unknown',
  },
  {
    name: 'nothing to compare with',
    edge: { ...HIT, ...to(`${SITE_URL}/b`) },
    past: 'unreachable',
    is: 'unknown',
  },
  {
    name: 'an error to compare with',
    edge: { ...HIT, ...to(`${SITE_URL}/b`) },
    past: { status: 503 },
    is: 'unknown',
  },
  {
    name: 'a cache that cannot be passed',
    edge: { ...HIT, ...to(`${SITE_URL}/b`) },
    past: { ...HIT, ...to(`${SITE_URL}/c`) },
    is: 'unknown',
    says: /`origin`/,
  },
])('redirect: $name', async (row) => {
  const verdict = await lookAtRedirect(questionFor(row))
  expect(verdict.kind).toBe(row.is)
  if (row.says) expect(verdict.why).toMatch(row.says)
})
