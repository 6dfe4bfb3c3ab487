import { test } from 'vitest'
import { setStage, type Stage } from '../journey/stage.ts'
import { call } from './command.ts'
import { watchEdge, type EdgeWatch } from './watch-edge.ts'

/** One request takes so many URLs of a Pro zone. */
const BATCH = 100
const PAGES = 4_000

/** So many purges take longer than the time between two notes, however fast the machine. */
const KILLED_AFTER = 32

/** How long each purge takes at the edge, and how often a run writes down what was accepted. */
const PURGE_MS = 500
const WRITE_EVERY_MS = 1_000

function pages(version: number): Readonly<Record<string, string>> {
  const texts = Array.from({ length: PAGES }, (_, index) => [`page-${index}.txt`, `${version}`])
  return { 'index.html': `home ${version}`, ...Object.fromEntries(texts) }
}

async function release({ build, upload, call: callHere }: Stage, version: number): Promise<void> {
  await build(pages(version))
  const { code, stderr } = await callHere('begin')
  if (code !== 0) throw new Error(stderr)
  await upload()
}

/** The purges that the edge carried out; what comes too fast is refused, and comes again. */
function doneIn(watch: EdgeWatch): readonly { readonly at: number; readonly files: string[] }[] {
  return watch
    .purges()
    .filter(({ status }) => status !== 429)
    .map(({ at, body }) => ({ at, files: (body as { readonly files: string[] }).files }))
}

test('a long purge that is killed goes on where it stopped, and sends the rest only', async ({
  expect,
  onTestFinished,
}) => {
  const stage = await setStage(onTestFinished, {
    edge: { zones: [{ name: 'site.example', plan: 'pro' }] },
    config: {
      cloudflare: { zone: 'site.example' },
      verify: { documents: 5, others: 20, kept: 5 },
    },
  })
  const { project, edge, env, visit } = stage
  await release(stage, 1)
  const first = await stage.call('run')
  expect(first.code).toBe(0)
  for (const index of [0, 500, 1_000, 1_999]) await visit(`/page-${index}.txt`)

  await release(stage, 2)
  edge.setFaults([{ on: 'api', match: 'purge_cache', kind: 'delay', ms: PURGE_MS }])
  const before = watchEdge(edge)
  const { called } = await call(['run'], {
    cwd: project,
    env,
    kill: { kind: 'at', sign: KILLED_AFTER, ms: 50 },
    signs: () => before.purges().length,
  })
  expect(called.isKilled).toBe(true)
  // Meanwhile what was under way when it was killed arrives, too.
  expect((await stage.call('status')).stdout).toContain('open')
  const accepted = doneIn(before)
  // What the kill may have made forgotten: answered in the last moments, so not written down yet.
  const lastAt = Math.max(...accepted.map(({ at }) => at))
  const unwritten = accepted.filter(({ at }) => at > lastAt - WRITE_EVERY_MS - PURGE_MS).length
  expect(accepted.length).toBeGreaterThanOrEqual(KILLED_AFTER)
  expect(unwritten).toBeLessThan(accepted.length)

  edge.setFaults([])
  const after = watchEdge(edge)
  const next = await stage.call('run')
  expect(next.stdout).toMatch(/\nFresh: /)
  expect(next.code).toBe(0)

  const done = accepted.flatMap(({ files }) => files)
  const rest = doneIn(after).flatMap(({ files }) => files)
  const all = new Set([...done, ...rest])
  expect(rest).toHaveLength(new Set(rest).size)
  expect([...all].filter((url) => url.endsWith('.txt'))).toHaveLength(PAGES)
  const twice = rest.filter((url) => done.includes(url))
  expect(twice.length).toBeLessThanOrEqual(unwritten * BATCH)
  const skipped = Number(
    /(\d[\d,]*) of its targets were accepted/.exec(said(next))?.[1]?.replaceAll(',', ''),
  )
  expect(rest).toHaveLength(all.size - skipped)
  expect(skipped).toBeGreaterThanOrEqual((accepted.length - unwritten) * BATCH)
  for (const index of [0, 500, 1_000, 1_999]) {
    expect(await visit(`/page-${index}.txt`)).toMatch(/ 2$/)
  }
}, 240_000)

function said({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  return stdout + stderr
}
