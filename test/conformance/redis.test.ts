import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../packages/cdn-purge/src/stores/open-store.ts'
import { isRequired, skipLoudly } from '../judges/skip-loudly.ts'
import { missingRedis, startRedis } from './redis-server.ts'
import { testStore } from './store.ts'

const missing = missingRedis()
if (missing !== undefined) {
  skipLoudly('The store in Redis', missing)
  test.runIf(isRequired())('Redis is there', () => expect.fail(missing))
}
const name = missing === undefined ? 'Redis' : `Redis, NOT TESTED, as ${missing}`

describe.skipIf(missing !== undefined)(name, async () => {
  if (missing !== undefined) return
  const redis = await startRedis()
  afterAll(() => redis.stop())
  let places = 0

  testStore('Redis', () => {
    places += 1
    return openStore(`redis://127.0.0.1:${redis.port}/2?prefix=place:${places}`)
  })

  test('keys stand below "cdn-purge" and never run out', async () => {
    const store = openStore(`redis://127.0.0.1:${redis.port}`)
    await store.put('example.com/production/records/1/started', bytes('x'))
    const key = 'cdn-purge:example.com+:production+:records+:1+:started'
    expect(redis.command('KEYS', '*')).toBe(key)
    expect(redis.command('TTL', key)).toBe('-1')
  })

  test('what was put is there after the server was killed', async () => {
    const own = await startRedis('--appendfsync', 'always')
    onTestFinished(() => own.stop())
    const store = openStore(`redis://127.0.0.1:${own.port}`)
    await store.put('a', bytes('x'))
    await own.restart()
    expect(await store.get('a')).toEqual(bytes('x'))
  })

  test('a server that goes away is an error, and one that comes back is used again', async () => {
    const own = await startRedis()
    onTestFinished(() => own.stop())
    const store = openStore(`redis://127.0.0.1:${own.port}`)
    await store.put('a', bytes('x'))
    await own.kill()
    await expect(store.list('')).rejects.toMatchObject({
      code: 'store-failed',
      message: `Could not list the keys that begin with "" in redis://127.0.0.1:${own.port}: connect ECONNREFUSED 127.0.0.1:${own.port}.`,
    })
    await own.restart()
    expect(await store.list('')).toEqual(['a'])
  })

  test('a lease is one holder’s until it is given up or runs out, and is no key', async () => {
    const store = openStore(`redis://127.0.0.1:${redis.port}?prefix=leases`)
    const lease = (ms: number) => store.lease?.('example.com/staging/', ms)
    const first = await lease(60_000)
    expect(await lease(60_000)).toBeUndefined()
    expect(await first?.renew()).toBe(true)
    expect(await store.list('')).toEqual([])
    expect(redis.command('KEYS', 'leases*')).toBe('leases:LOCK:example.com/staging/')
    await first?.release()
    expect(await first?.renew()).toBe(false)

    const second = await lease(60_000)
    // As if its minute were over.
    redis.command('UNLINK', 'leases:LOCK:example.com/staging/')
    const third = await lease(60_000)
    expect(third).toBeDefined()
    expect(await second?.renew()).toBe(false)
    await second?.release()
    expect(await third?.renew()).toBe(true)
  })

  test('a lease that nobody renews runs out by itself', async () => {
    const store = openStore(`redis://127.0.0.1:${redis.port}?prefix=short`)
    expect(await store.lease?.('a', 20)).toBeDefined()
    await expect.poll(() => store.lease?.('a', 60_000), { timeout: 10_000 }).toBeDefined()
  })

  test('a value that somebody else wrote is an error, not a record', async () => {
    const store = openStore(`redis://127.0.0.1:${redis.port}?prefix=foreign`)
    redis.command('SET', 'foreign:a', 'hello')
    redis.command('SET', 'foreign:Not:a:key', 'hello')
    expect(await store.list('')).toEqual(['a'])
    await expect(store.get('a')).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining('what is there was not written by cdn-purge'),
    })
  })

  test('half a value is an error as well', async () => {
    const store = openStore(`redis://127.0.0.1:${redis.port}?prefix=half`)
    redis.command('SET', 'half:a', 'base64:aGVsbG')
    await expect(store.get('a')).rejects.toMatchObject({ code: 'store-failed' })
  })

  describe('with a password', async () => {
    const password = 'planted-secret-0123456789'
    const own = await startRedis('--requirepass', password)
    afterAll(() => own.stop())
    const at = (secret: string) => ({ LEDGER: `redis://:${secret}@127.0.0.1:${own.port}/0` })

    test('it is taken from the environment', async () => {
      const store = openStore('$LEDGER', at(password))
      await store.put('a', bytes('x'))
      expect(await store.list('')).toEqual(['a'])
    })

    test.for([
      { name: 'a wrong one', env: at('wrong-secret-0123456789'), says: 'WRONGPASS' },
      { name: 'none', env: { LEDGER: `redis://127.0.0.1:${own.port}` }, says: 'NOAUTH' },
    ])('$name is an error that tells no secret', async ({ env, says }) => {
      const error: unknown = await openStore('$LEDGER', env)
        .list('')
        .catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({
        code: 'store-failed',
        message: expect.stringContaining(says),
      })
      const all = inspect(error, { depth: Infinity, showHidden: true })
      expect(all).toContain(`redis://127.0.0.1:${own.port}`)
      expect(all).not.toContain('secret-0123456789')
    })

    test('the permissions that the documentation names are enough', async () => {
      const rules = '+get +set +unlink +scan +select +info ~cdn-purge:*'
      own.command(
        '-a',
        password,
        'ACL',
        'SETUSER',
        'ledger',
        'on',
        `>${password}2`,
        ...rules.split(' '),
      )
      const env = { LEDGER: `redis://ledger:${password}2@127.0.0.1:${own.port}/0` }
      const store = openStore('$LEDGER', env)
      await store.put('b', bytes('y'))
      expect(await store.get('b')).toEqual(bytes('y'))
      expect(await store.list('b')).toEqual(['b'])
      await store.delete('b')
      expect(await store.get('b')).toBeUndefined()
    })
  })

  test('an open connection does not keep the process alive', async () => {
    const module = fileURLToPath(
      new URL('../../packages/cdn-purge/src/stores/open-store.ts', import.meta.url),
    )
    const script = `
      import { openStore } from ${JSON.stringify(module)}
      const store = openStore('redis://127.0.0.1:${redis.port}?prefix=process')
      await store.put('a', new Uint8Array([1]))
      console.log((await store.list('')).join())
    `
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--conditions', 'dev', '--input-type=module', '--eval', script],
      { stdio: ['ignore', 'pipe', 'inherit'], cwd: import.meta.dirname },
    )
    const said: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => said.push(part))
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(Buffer.concat(said).toString()).toBe('a\n')
  })
})

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
