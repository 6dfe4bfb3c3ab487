import { expect, test } from 'vitest'
import { deferred } from '../test/edge-fixture.ts'
import { createFaults } from './faults.ts'

test('the n-th matching request fails and no other', async () => {
  const faults = createFaults([{ on: 'api', nth: 2, match: '^/zones', kind: 'cut' }])
  const kinds = []
  for (const path of ['/zones', '/other', '/zones', '/zones']) {
    kinds.push((await faults.next('api', path))?.kind)
  }
  expect(kinds).toEqual([undefined, undefined, 'cut', undefined])
})

test('requests at once get different numbers', async () => {
  const faults = createFaults([{ on: 'visit', nth: 2, kind: 'cut' }])
  const results = await Promise.all([1, 2, 3].map(() => faults.next('visit', '/')))
  expect(results.map((fault) => fault?.kind)).toEqual([undefined, 'cut', undefined])
})

test('sides are apart, and setting faults starts the count anew', async () => {
  const faults = createFaults([])
  faults.set([{ on: 'origin', nth: 1, kind: 'fail', status: 500 }])
  expect(await faults.next('visit', '/')).toBeUndefined()
  expect(await faults.next('origin', '/')).toMatchObject({ kind: 'fail', status: 500 })
  expect(await faults.next('origin', '/')).toBeUndefined()
  faults.set([{ on: 'origin', nth: 1, kind: 'html' }])
  expect(await faults.next('origin', '/')).toMatchObject({ kind: 'html' })
})

test('a held request goes on when it is let go, and may break then', async () => {
  const held = deferred()
  const faults = createFaults([
    { on: 'api', kind: 'hold', until: held.promise },
    { on: 'api', kind: 'cut' },
  ])
  let done = false
  const next = faults.next('api', '/').then((fault) => {
    done = true
    return fault
  })
  await new Promise((resolve) => void setImmediate(resolve))
  expect(done).toBe(false)
  held.resolve()
  expect(await next).toMatchObject({ kind: 'cut' })
})
