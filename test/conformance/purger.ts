import type { PurgeAction, PurgeBatch, Purger } from '@cdn-purge/core'
import { PurgeError } from '@cdn-purge/core'
import { describe, expect, test } from 'vitest'

/** One request as the CDN understood it. */
export interface UnderstoodRequest {
  readonly action: PurgeAction
  readonly by: PurgeBatch['by']
  /** Files as URL and headers, whatever form they came in. */
  readonly targets: readonly unknown[]
}

/** What can go wrong with a request. */
export type PurgeFault =
  | 'refused'
  | 'urls-refused'
  | 'rate-limited'
  | 'unreachable'
  | 'unreadable'
  | 'no-receipt'

/** A purger and the CDN behind it, for one test. */
export interface RunningPurger {
  readonly purger: Purger
  /** What the CDN was asked and did not refuse, in order. */
  readonly understood: () => readonly UnderstoodRequest[]
  /** Makes the CDN answer in this way from now on; undefined makes it well again. */
  readonly setFault: (fault: PurgeFault | undefined) => void
}

const BATCHES: readonly PurgeBatch[] = [
  { by: 'files', targets: ['https://www.example.com/a.css', 'https://www.example.com/'] },
  {
    by: 'files',
    targets: [
      'https://www.example.com/a.css',
      { url: 'https://www.example.com/b.css', headers: { Origin: 'https://app.example.com' } },
    ],
  },
  { by: 'prefixes', targets: ['www.example.com/assets/'] },
  { by: 'tags', targets: ['product-1', 'product-2'] },
  { by: 'hosts', targets: ['www.example.com'] },
  { by: 'everything', targets: [] },
]

const ACTIONS: readonly PurgeAction[] = ['purge', 'invalidate']

const FAULTS: readonly { readonly fault: PurgeFault; readonly code: string }[] = [
  { fault: 'refused', code: 'api-refused' },
  { fault: 'no-receipt', code: 'api-refused' },
  { fault: 'urls-refused', code: 'url-refused' },
  { fault: 'rate-limited', code: 'rate-limited' },
  { fault: 'unreachable', code: 'api-unreachable' },
  { fault: 'unreadable', code: 'api-unreadable' },
]

/** Checks what everything above the seam relies on, for one implementation of it. */
export function testPurger(name: string, start: () => Promise<RunningPurger>): void {
  describe(`${name} as a purger`, () => {
    describe.for(ACTIONS)('%s', (action) => {
      test.for(BATCHES)('by $by arrives as it was sent: $targets', async (batch) => {
        const { purger, understood } = await start()
        const receipt = await purger.send(action, batch)
        expect(receipt.id).not.toBe('')
        expect(understood()).toEqual([understandBatch(action, batch)])
      })
    })

    test('a batch may be repeated', async () => {
      const { purger, understood } = await start()
      const batch: PurgeBatch = { by: 'tags', targets: ['a'] }
      await purger.send('purge', batch)
      await purger.send('purge', batch)
      expect(understood()).toHaveLength(2)
    })

    test('batches sent at once all arrive', async () => {
      const { purger, understood } = await start()
      const tags = Array.from({ length: 8 }, (_, index) => `tag-${index}`)
      await Promise.all(
        tags.map(async (tag) => purger.send('purge', { by: 'tags', targets: [tag] })),
      )
      expect(new Set(understood().flatMap(({ targets }) => targets))).toEqual(new Set(tags))
    })

    test('a batch of the most that the limits allow is accepted', async () => {
      const { purger, understood } = await start()
      const { maxUrls, maxKeys } = purger.limits
      const urls = Array.from({ length: maxUrls }, (_, index) => `https://www.example.com/${index}`)
      const keys = Array.from({ length: maxKeys }, (_, index) => `www.example.com/${index}/`)
      await purger.send('purge', { by: 'files', targets: urls })
      await purger.send('purge', { by: 'prefixes', targets: keys })
      expect(understood().flatMap(({ targets }) => targets)).toHaveLength(maxUrls + maxKeys)
    })

    test('a signal that is aborted stops a batch before it is sent', async () => {
      const { purger, understood } = await start()
      const sent = purger.send('purge', { by: 'tags', targets: ['a'] }, AbortSignal.abort())
      await expect(sent).rejects.toMatchObject({ code: 'interrupted' })
      expect(understood()).toEqual([])
    })

    test.for(FAULTS)(
      '$fault is said by the code $code, and the batch can be sent again',
      async ({ fault, code }) => {
        const { purger, understood, setFault } = await start()
        const targets = ['https://www.example.com/a.css']
        setFault(fault)
        const error: unknown = await purger.send('purge', { by: 'files', targets }).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        expect(error).toBeInstanceOf(PurgeError)
        expect(error).toMatchObject({ code })
        if (code === 'url-refused') expect(error).toMatchObject({ details: { targets } })
        const before = understood().length

        setFault(undefined)
        await purger.send('purge', { by: 'files', targets })
        expect(understood()).toHaveLength(before + 1)
      },
    )
  })
}

/** What a CDN is to understand of a batch. */
export function understandBatch(action: PurgeAction, batch: PurgeBatch): UnderstoodRequest {
  return {
    action,
    by: batch.by,
    targets: batch.targets.map((target) => (batch.by === 'files' ? asFile(target) : target)),
  }
}

function asFile(target: unknown): unknown {
  return typeof target === 'string' ? { url: target } : target
}
