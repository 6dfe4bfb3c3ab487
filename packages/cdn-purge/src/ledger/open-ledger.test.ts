import { createManifest, createMemoryStore } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { optionsWith } from '../../test/options.ts'
import { ledgerPrefix, openLedger, openLedgers } from './open-ledger.ts'
import { siteOf } from '../build/site-of.ts'

interface Case {
  readonly cloudflare: Readonly<Record<string, string>>
  readonly prefix: string
}

test.for<Case>([
  { cloudflare: { zone: 'example.com' }, prefix: 'example.com/production/' },
  { cloudflare: { zone: 'Example.COM', environment: 'Staging' }, prefix: 'example.com/staging/' },
  { cloudflare: { zone: 'a/b', environment: '../c' }, prefix: 'a%2Fb/..%2Fc/' },
])('$cloudflare records below $prefix', ({ cloudflare, prefix }) => {
  expect(ledgerPrefix(optionsWith({ cloudflare }))).toBe(prefix)
})

test('environments share a store and never a record; all of them can be opened', async () => {
  const ledger = createMemoryStore()
  const begin = async (environment: string) => {
    const options = optionsWith({ ledger, cloudflare: { zone: 'example.com', environment } })
    return openLedger(options).begin({
      manifest: createManifest([]),
      site: siteOf(options),
      marker: false,
      options: { environment },
    })
  }
  const [staging, preview] = [await begin('staging'), await begin('preview')]
  expect(staging).toMatch(/^[0-9a-f]{12}$/)
  const views = await Promise.all((await openLedgers(ledger)).map((each) => each.read()))
  const ids = views.flatMap(({ records }) => records.map(({ id }) => id))
  expect(views).toHaveLength(2)
  expect(ids.toSorted()).toEqual([staging, preview].toSorted())
})

test('a store that holds nothing has no ledgers', async () => {
  expect(await openLedgers(createMemoryStore())).toEqual([])
})
