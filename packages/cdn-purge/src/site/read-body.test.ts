import { digestBytes } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { readBody } from './read-body.ts'

async function* pieces(...sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const size of sizes) yield Buffer.alloc(size, 'a')
}

test.for([[], [1], [3, 4], [1024, 0, 1024]])(
  'a body in pieces of %j is as if read at once',
  async (sizes) => {
    const whole = Buffer.concat(sizes.map((size) => Buffer.alloc(size, 'a')))
    const body = await readBody(pieces(...sizes))
    expect(body?.digest).toBe(digestBytes(whole))
    expect(body?.text()).toBe(whole.toString())
  },
)

test('an answer without a body is an empty one', async () => {
  expect((await readBody(null))?.digest).toBe(digestBytes(new Uint8Array()))
})

test('one that never ends is left where it is too long', async () => {
  let given = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      given++
      yield Buffer.alloc(1000)
    }
  }
  expect(await readBody(endless(), 10_000)).toBeUndefined()
  expect(given).toBe(11)
})

test('of a large one the digest is known, and no text is kept', async () => {
  const sizes = Array.from({ length: 17 }, () => 1024 * 1024)
  const body = await readBody(pieces(...sizes))
  expect(body?.digest).toBe(digestBytes(Buffer.alloc(17 * 1024 * 1024, 'a')))
  expect(body?.text()).toBe('')
})
