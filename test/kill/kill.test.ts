import { expect, test } from 'vitest'
import { runCampaign } from './campaign.ts'
import { startPlace } from './ledger-place.ts'
import { phaseOf, type Phase, type Traces } from './phase.ts'

test('a command line that is killed anywhere leaves nothing stale after the next deploy', async () => {
  const place = await startPlace('folder')
  const seed = Date.now() % 1_000_000
  // What it throws tells the seed and the history.
  const { kills, hits } = await runCampaign({ place, kills: 4, seed })
  expect(kills.length).toBeGreaterThanOrEqual(4)
  expect(hits).toBeGreaterThan(0)
}, 180_000)

interface Row {
  readonly name: string
  readonly traces: Partial<Traces>
  readonly phase: Phase
}

test.for<Row>([
  { name: 'nothing', traces: {}, phase: 'start-up' },
  { name: 'a record', traces: { recorded: true }, phase: 'recorded' },
  {
    name: 'an upload that goes on, whatever visitors ask for meanwhile',
    traces: { recorded: true, stderr: 'upload: begins\n' },
    phase: 'uploading',
  },
  {
    name: 'an upload that ended',
    traces: { recorded: true, stderr: 'upload: begins\nupload: ends\n' },
    phase: 'probing',
  },
  { name: 'a look-up of a run', traces: { calls: [{ path: '/zones', at: 1 }] }, phase: 'probing' },
  {
    name: 'a question before a record',
    traces: { command: 'begin', visits: [{ at: 1 }] },
    phase: 'looking',
  },
  {
    name: 'a purge as the last thing',
    traces: {
      visits: [{ at: 1 }],
      calls: [{ path: '/zones/1/purge_cache', at: 2 }],
    },
    phase: 'purging',
  },
  {
    name: 'a look through the edge after a purge',
    traces: {
      calls: [{ path: '/zones/1/purge_cache', at: 1 }],
      visits: [{ at: 2 }],
    },
    phase: 'verifying',
  },
  {
    name: 'a settled record',
    traces: { settled: true, calls: [{ path: '/zones/1/purge_cache', at: 1 }] },
    phase: 'settled',
  },
])('$name is the trace of "$phase"', ({ traces, phase }) => {
  const none: Traces = {
    command: 'run',
    recorded: false,
    settled: false,
    stderr: '',
    calls: [],
    visits: [],
  }
  expect(phaseOf({ ...none, ...traces })).toBe(phase)
})
