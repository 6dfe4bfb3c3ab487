import {
  PurgeError,
  createExecutor,
  type Limits,
  type PurgeBatch,
  type Purger,
} from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { heal } from './heal.ts'
import type { Operation } from '../operation.ts'
import type { Check, Verdict } from './verdict.ts'

const LIMITS = { maxUrls: 2, maxKeys: 100, acceptsUrls: true }

function stale(url: string, more: Partial<Verdict> = {}): Verdict {
  const about = { url, path: 'a', kept: false, cacheStatus: 'HIT', colo: undefined }
  return { ...about, kind: 'stale', why: 'old', origin: 'this-build', ...more }
}

interface Healing {
  readonly urls: readonly string[]
  /** URLs that an exact purge heals, and such that only their prefix does. */
  readonly exactly?: readonly string[]
  readonly byPrefix?: readonly string[]
  readonly limits?: Partial<Limits>
  readonly mayWiden?: boolean
  readonly verdicts?: readonly Verdict[]
}

async function healing(given: Healing): Promise<{ sent: string[]; left: string[]; told: number }> {
  const { urls, exactly = [], byPrefix = [], limits, mayWiden = true } = given
  const sent: PurgeBatch[] = []
  // The core's own `Purger` may grow: only what healing uses is faked.
  const purger = {
    limits: { ...LIMITS, ...limits },
    send(_: unknown, { by, targets }: PurgeBatch) {
      if (targets.includes('https://h/refused' as never)) {
        return Promise.reject(new PurgeError('api-refused', 'No.'))
      }
      sent.push({ by, targets } as PurgeBatch)
      return Promise.resolve({ id: '1' })
    },
  } as unknown as Purger
  const isHealed = (url: string) =>
    sent.some(({ by }) => by === 'files') && exactly.includes(url)
      ? true
      : sent.some(({ by }) => by === 'prefixes') && byPrefix.includes(url)
  const look = (checks: readonly Check[]) =>
    Promise.resolve(checks.map(({ url }) => stale(url, isHealed(url) ? { kind: 'fresh' } : {})))
  let told = 0
  const means = { elapsed: () => 0, sleep: () => Promise.resolve() }
  const operation = { onEvent: () => void told++, means } as unknown as Operation
  const executor = createExecutor(purger, { now: means.elapsed, sleep: means.sleep })
  const verdicts = given.verdicts ?? urls.map((url) => stale(url))
  const last = await heal(operation, verdicts, { executor, look, mayWiden })
  return {
    sent: sent.map(({ by, targets }) => `${by} ${targets.map(String).join(' ')}`),
    left: last.filter(({ kind }) => kind === 'stale').map(({ url }) => url),
    told,
  }
}

test('an exact purge comes first, and is enough where it heals', async () => {
  const urls = ['https://h/a', 'https://h/b', 'https://h/c']
  expect(await healing({ urls, exactly: urls })).toEqual({
    sent: ['files https://h/a https://h/b', 'files https://h/c'],
    left: [],
    told: 2,
  })
})

test('what stays stale goes with all its variants by its full path', async () => {
  const urls = ['https://h/a', 'https://h/b/']
  expect(await healing({ urls, exactly: ['https://h/a'], byPrefix: ['https://h/b/'] })).toEqual({
    sent: ['files https://h/a https://h/b/', 'prefixes h/b'],
    left: [],
    told: 2,
  })
})

test('the whole host is not purged for a home page', async () => {
  const { sent, left } = await healing({ urls: ['https://h/'] })
  expect({ sent, left }).toEqual({ sent: ['files https://h/'], left: ['https://h/'] })
})

test('a reviewed plan is not widened', async () => {
  const { sent, left } = await healing({ urls: ['https://h/a'], mayWiden: false })
  expect({ sent, left }).toEqual({ sent: ['files https://h/a'], left: ['https://h/a'] })
})

test('where exact URLs are refused only the full path is tried', async () => {
  const { sent } = await healing({ urls: ['https://h/a'], limits: { acceptsUrls: false } })
  expect(sent).toEqual(['prefixes h/a'])
})

test('a purge that is refused is told, and the next step is tried', async () => {
  const { sent, told } = await healing({ urls: ['https://h/refused'] })
  expect({ sent, told }).toEqual({ sent: ['prefixes h/refused'], told: 2 })
})

test('no purge heals what the origin itself has wrong, nor what is right', async () => {
  const verdicts = [
    stale('https://h/a', { origin: 'older-build' }),
    stale('https://h/b', { kind: 'fresh' }),
    stale('https://h/c', { kind: 'unknown' }),
  ]
  expect(await healing({ urls: [], verdicts })).toEqual({
    sent: [],
    left: ['https://h/a'],
    told: 0,
  })
})
