import { expect, test } from 'vitest'
import { isNotModified, refreshedHeaders, revalidating } from './conditional.ts'

const date = 'Tue, 01 Jan 2030 00:00:00 GMT'
const earlier = 'Mon, 31 Dec 2029 00:00:00 GMT'

test.for<{ name: string; request: [string, string][]; answer: [string, string][]; same: boolean }>([
  { name: 'nothing asked', request: [], answer: [['ETag', '"a"']], same: false },
  {
    name: 'the same tag',
    request: [['If-None-Match', '"a"']],
    answer: [['ETag', '"a"']],
    same: true,
  },
  {
    name: 'the same tag, weakly',
    request: [['If-None-Match', 'W/"a"']],
    answer: [['ETag', '"a"']],
    same: true,
  },
  {
    name: 'one of several',
    request: [['If-None-Match', '"b", "a"']],
    answer: [['ETag', '"a"']],
    same: true,
  },
  {
    name: 'another tag',
    request: [['If-None-Match', '"b"']],
    answer: [['ETag', '"a"']],
    same: false,
  },
  {
    name: 'another tag at the same time',
    request: [
      ['If-None-Match', '"b"'],
      ['If-Modified-Since', date],
    ],
    answer: [
      ['ETag', '"a"'],
      ['Last-Modified', date],
    ],
    same: false,
  },
  {
    name: 'not modified since',
    request: [['If-Modified-Since', date]],
    answer: [['Last-Modified', earlier]],
    same: true,
  },
  {
    name: 'modified since',
    request: [['If-Modified-Since', earlier]],
    answer: [['Last-Modified', date]],
    same: false,
  },
])('$name', ({ request, answer, same }) => {
  expect(isNotModified(request, answer)).toBe(same)
})

test('the edge asks with its own validators in the place of the visitor’s', () => {
  const asked = revalidating(
    [
      ['If-None-Match', '"visitor"'],
      ['Range', 'bytes=0-1'],
      ['Accept', '*/*'],
    ],
    [
      ['ETag', '"stored"'],
      ['Last-Modified', date],
    ],
  )
  expect(asked).toEqual([
    ['Accept', '*/*'],
    ['if-none-match', '"stored"'],
    ['if-modified-since', date],
  ])
})

test('a 304 renews headers but not what describes the body', () => {
  const stored: [string, string][] = [
    ['Content-Length', '9'],
    ['Cache-Control', 'max-age=1'],
    ['Age', '50'],
    ['X-Kept', '1'],
  ]
  const fresh: [string, string][] = [
    ['content-length', '0'],
    ['cache-control', 'max-age=2'],
  ]
  expect(refreshedHeaders(stored, fresh)).toEqual([
    ['Content-Length', '9'],
    ['X-Kept', '1'],
    ['cache-control', 'max-age=2'],
  ])
})
