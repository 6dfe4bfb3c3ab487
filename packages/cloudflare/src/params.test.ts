import { expectTypeOf, test } from 'vitest'
import type { PurgeParams } from './params.ts'

// Checked by the type-aware lint, which reads tests too: an `expect-error` without an error fails it.
test('the type takes each of the six kinds', () => {
  const zone_id = 'z'
  const all = [
    { zone_id, files: ['https://www.example.com/'] },
    { zone_id, files: [{ url: 'https://www.example.com/', headers: { Origin: 'https://a.b' } }] },
    { zone_id, prefixes: ['www.example.com/a'] },
    { zone_id, tags: ['a'] },
    { zone_id, hosts: ['www.example.com'] },
    { zone_id, purge_everything: true },
  ] satisfies PurgeParams[]
  expectTypeOf(all).toExtend<PurgeParams[]>()
})

test('the type forbids mixtures and bodies without targets', () => {
  const zone_id = 'z'
  const refused: PurgeParams[] = []
  // @ts-expect-error two kinds
  refused.push({ zone_id, tags: ['a'], hosts: ['b'] })
  // @ts-expect-error everything and another kind
  refused.push({ zone_id, purge_everything: true, files: ['https://www.example.com/'] })
  // @ts-expect-error no targets
  refused.push({ zone_id })
  // @ts-expect-error everything is true or absent
  refused.push({ zone_id, purge_everything: false })
  const both = ['https://www.example.com/', { url: 'https://www.example.com/' }]
  // @ts-expect-error URLs and objects in one list
  refused.push({ zone_id, files: both })
  // @ts-expect-error no zone
  refused.push({ tags: ['a'] })
  // @ts-expect-error an unknown field
  refused.push({ zone_id, tag: ['a'] })
  // @ts-expect-error null headers, on which the API fails
  refused.push({ zone_id, files: [{ url: 'https://www.example.com/', headers: null }] })
})
