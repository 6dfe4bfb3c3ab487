import { expect, test } from 'vitest'
import type { Sent } from '../rivals/rival.ts'
import type { Copy } from './copies.ts'
import { judge } from './judge.ts'

const COPIES: ReadonlyMap<string, Copy> = new Map<string, Copy>([
  ['https://www.example.com/', { kind: 'stale', bytes: 1 }],
  ['https://www.example.com/a', { kind: 'stale', bytes: 2 }],
  ['https://www.example.com/a/x.js', { kind: 'new', bytes: 4 }],
  ['https://www.example.com/a/chunk-1a2b3c4d.js', { kind: 'chunk', bytes: 8 }],
  ['https://www.example.com/ab.js', { kind: 'unchanged', bytes: 16 }],
  ['https://www.example.com/c.js', { kind: 'unchanged', bytes: 32 }],
])

const at = (path: string) => `https://www.example.com/${path}`

test.for<{ readonly name: string; readonly sent: readonly Sent[]; readonly judged: object }>([
  {
    name: 'nothing sent',
    sent: [],
    judged: { stale: 2, unhealed: 1, purgedUnchanged: 0, requests: 0 },
  },
  {
    name: 'exact URLs',
    sent: [{ action: 'purge', by: 'files', targets: [at(''), at('a')] }],
    judged: { stale: 0, unhealed: 1, purgedUnchanged: 0, chunksLost: 0, targets: 2, requests: 1 },
  },
  {
    name: 'a prefix, trusted by segment and charged by letters',
    sent: [{ action: 'purge', by: 'prefixes', targets: ['www.example.com/a'] }],
    judged: { stale: 1, unhealed: 0, purgedUnchanged: 1, purgedUnchangedBytes: 16, chunksLost: 1 },
  },
  {
    name: 'a prefix with a slash, which does not reach the directory without one',
    sent: [{ action: 'purge', by: 'prefixes', targets: ['www.example.com/a/'] }],
    judged: { stale: 2, unhealed: 0, purgedUnchanged: 0, chunksLost: 1 },
  },
  {
    name: 'a prefix that is no whole segment, which is charged and not trusted',
    sent: [{ action: 'purge', by: 'prefixes', targets: ['www.example.com/a/x'] }],
    judged: { stale: 2, unhealed: 1, purgedUnchanged: 0 },
  },
  {
    name: 'a host',
    sent: [{ action: 'purge', by: 'hosts', targets: ['www.example.com'] }],
    judged: { stale: 0, unhealed: 0, purgedUnchanged: 2, purgedUnchangedBytes: 48, chunksLost: 1 },
  },
  {
    name: 'everything',
    sent: [{ action: 'purge', by: 'everything', targets: [] }],
    judged: { stale: 0, purgedUnchangedBytes: 48, targets: 1, requests: 1 },
  },
  {
    name: 'a host that is marked, and a URL that is purged beside it',
    sent: [
      { action: 'invalidate', by: 'hosts', targets: ['www.example.com'] },
      { action: 'purge', by: 'files', targets: [at('')] },
    ],
    judged: {
      stale: 0,
      onlyMarked: 2,
      purgedUnchanged: 0,
      markedUnchangedBytes: 48,
      chunksLost: 1,
    },
  },
])('$name', ({ sent, judged }) => {
  expect(judge(COPIES, sent)).toMatchObject(judged)
})
