import { expect, test } from 'vitest'
import { statusLines } from './report-status.ts'
import type { DeployStatus, Status } from '../status.ts'

function statusOf(deploys: readonly DeployStatus[], more: Partial<Status> = {}): Status {
  return {
    zone: 'example.com',
    environment: 'staging',
    ledger: '/srv/ledger',
    deploys,
    owed: [],
    notes: [],
    ...more,
  }
}

function deploy(id: string, state: DeployStatus['state'], inBaseline: boolean): DeployStatus {
  return { id, builds: ['1a2b3c4d5e6f'], startedAt: '2026-03-04T05:06:07.000Z', state, inBaseline }
}

test('deploys are listed newest first, with what to do about open ones', () => {
  const deploys = [deploy('aaa', 'settled', false), deploy('bbb', 'open', true)]
  expect(statusLines(statusOf(deploys), { all: false })).toEqual([
    'staging of example.com, recorded in /srv/ledger',
    '',
    '  bbb  2026-03-04 05:06 UTC  open     may be at the edge  build 1a2b3c4d',
    '  aaa  2026-03-04 05:06 UTC  settled  gone from the edge  build 1a2b3c4d',
    '',
    'The edge may hold content of 1 deploy.',
    '1 deploy is open: `cdn-purge run` settles it, `cdn-purge forget <id>` gives one up.',
  ])
})

test('an empty ledger says what that means', () => {
  expect(statusLines(statusOf([]), { all: false })).toContain(
    'No deploy was recorded: the edge may hold anything.',
  )
})

test('old deploys are cut, unless all are asked for', () => {
  const deploys = Array.from({ length: 30 }, (_, index) => deploy(`${index}`, 'settled', false))
  expect(statusLines(statusOf(deploys), { all: false })).toContain(
    '    … and 20 more (`--all` shows them)',
  )
  expect(statusLines(statusOf(deploys), { all: true }).join()).not.toContain('more')
})

test('damage is always told', () => {
  const notes = [{ code: 'damaged-record', text: 'The record "x" is not usable.' }]
  expect(statusLines(statusOf([], { notes }), { all: false })).toContain(
    '! The record "x" is not usable.',
  )
})

test('what is live and what is owed have a line each', () => {
  const why = { code: 'stale', text: 'They were stale.' }
  const more = { owed: [{ urls: 2, why }], live: { kind: 'unrecorded', what: 'build 1' } } as const
  const lines = statusLines(statusOf([deploy('aaa', 'settled', true)], more), { all: false })
  expect(lines).toContain('Owed: 2 URLs. They were stale.')
  expect(lines).toContain('Live now: build 1, which no record explains.')
})
