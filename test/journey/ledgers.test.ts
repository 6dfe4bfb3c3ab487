import { readdir } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { openStore } from '../../packages/cdn-purge/src/stores/open-store.ts'
import { missingRedis, startRedis } from '../conformance/redis-server.ts'
import { S3_ENV, startS3 } from '../conformance/s3-server.ts'
import { isRequired, skipLoudly } from '../judges/skip-loudly.ts'
import { setStage } from './stage.ts'

interface Shared {
  readonly name: string
  readonly ledger: string
  readonly env: Readonly<Record<string, string>>
  readonly shown: string
}

const PASSWORD = 'planted-password-0123456789'

const s3 = await startS3(['ledgers'])
afterAll(() => s3.stop())
const shared: Shared[] = [
  {
    name: 'a bucket',
    ledger: `s3://ledgers/site?endpoint=${s3.url}`,
    env: S3_ENV,
    shown: 's3://ledgers/site',
  },
]

const noRedis = missingRedis()
if (noRedis === undefined) {
  const redis = await startRedis('--requirepass', PASSWORD)
  afterAll(() => redis.stop())
  const url = `redis://:${PASSWORD}@127.0.0.1:${redis.port}/2`
  testLock(url)
  shared.push({
    name: 'Redis',
    ledger: '$LEDGER',
    env: { LEDGER: `redis://:${PASSWORD}@127.0.0.1:${redis.port}/1` },
    shown: '$LEDGER',
  })
} else {
  skipLoudly('A ledger that machines share in Redis', noRedis)
  test.runIf(isRequired())('Redis is there', () => expect.fail(noRedis))
}

test.for(shared)(
  'machines that share $name go on where another one failed',
  async (ledgers, { onTestFinished }) => {
    const { ledger, env, shown } = ledgers
    const { project, build, upload, start, visit, edge } = await setStage(onTestFinished, {
      config: { ledger },
    })
    let all = ''
    const call = async (...argv: string[]) => {
      const said = await start(argv, env).ended
      all += said.stdout + said.stderr
      return said
    }
    await build({ 'index.html': 'old page', 'logo.svg': 'logo' })
    await call('begin')
    await upload()
    expect((await call('run')).code).toBe(0)
    await visit('/')

    await build({ 'index.html': 'new page', 'logo.svg': 'logo' })
    await call('begin')
    await upload()
    edge.setFaults([{ on: 'api', match: 'purge_cache', kind: 'success-false' }])
    expect((await call('run')).code).toBe(1)
    expect(await visit('/')).toBe('HIT old page')

    // Nothing of the ledger lies in the project, so the next call could be any machine's.
    expect((await readdir(project)).toSorted()).toEqual([
      'cdn-purge.config.json',
      'dist',
      'docroot',
    ])
    edge.setFaults([])
    const healed = await call('run')
    expect(healed.stdout).toMatch(/\nFresh: /)
    expect(healed.code).toBe(0)
    expect(await visit('/')).toContain('new page')

    const status = await call('status')
    expect(status.stdout).toContain(shown)
    expect(status.stdout).toContain('settled')
    expect(all).not.toContain(PASSWORD)
  },
)

/** Runs of one environment wait for each other, and give the lock up when they end. */
function testLock(url: string): void {
  test('with `lock` a run waits while another one has the lock', async ({ onTestFinished }) => {
    const { build, upload, start } = await setStage(onTestFinished, {
      config: { ledger: '$LEDGER', lock: true },
    })
    const env = { LEDGER: url }
    await build({ 'index.html': 'page' })
    await start(['begin'], env).ended
    await upload()
    const store = openStore('$LEDGER', env)
    const lease = () => store.lease?.('site.example/staging/', 60_000)
    const held = await lease()
    const run = start(['run'], env)
    await run.saying('Another run has the lock of this environment')
    await held?.release()
    const { code, stdout } = await run.ended
    expect(stdout).toMatch(/\nFresh: /)
    expect(code).toBe(0)
    const next = await lease()
    expect(next).toBeDefined()
    await next?.release()
  })

  test('a store that knows no leases cannot be locked', async ({ onTestFinished }) => {
    const { build, start } = await setStage(onTestFinished, {
      config: { ledger: '$LEDGER', lock: true },
    })
    await build({ 'index.html': 'page' })
    const { code, stderr } = await start(['run'], { LEDGER: './records' }).ended
    expect(stderr).toContain('only a ledger in Redis can be locked')
    expect(code).toBe(2)
  })
}

test('a password in the options is refused before anything is done', async ({ onTestFinished }) => {
  const ledger = `redis://:${PASSWORD}@127.0.0.1:9/0`
  const { build, start } = await setStage(onTestFinished, { config: { ledger } })
  await build({ 'index.html': 'page' })
  const { code, stdout, stderr } = await start(['begin'], {}).ended
  expect(code).toBe(2)
  expect(stderr).toContain(
    '`ledger` is "redis://…@127.0.0.1:9/0", but secrets come from the environment',
  )
  expect(stdout + stderr).not.toContain(PASSWORD)
})
