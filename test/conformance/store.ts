import type { Store } from '@cdn-purge/core'
import { expect, test } from 'vitest'

const { encode, decode } = {
  encode: (text: string): Uint8Array => new TextEncoder().encode(text),
  decode: (bytes: Uint8Array | undefined): string | undefined =>
    bytes && new TextDecoder().decode(bytes),
}

/** Keys that one store or another gets wrong. */
const ODD_KEYS: readonly string[] = [
  'a',
  'a/b',
  'a/b/c',
  'a/',
  '/a',
  '/',
  '//',
  'a//b',
  '.',
  '..',
  './a',
  'a/..',
  '../a',
  'a/../b',
  '...',
  '.a',
  'a.',
  'a ',
  ' a',
  ' ',
  'A',
  'aB',
  'ab',
  'con',
  'nul.json',
  'aux',
  '%',
  '%25',
  '%2F',
  'a%2Fb',
  '%00',
  '%zz',
  '+',
  '~',
  'a+',
  'a~',
  'a+/b',
  'a\\b',
  'a\0b',
  'a\nb',
  'a:b',
  'a*?"<>|',
  '__proto__',
  'constructor',
  'toString',
  'caf\u00e9',
  'cafe\u0301',
  '出行',
  '😀',
  '\ud800',
  '\udc00',
  '\ud800/\udc00',
  'İ',
  'ı',
  'x'.repeat(199),
  'x'.repeat(200),
  'x'.repeat(201),
  'x'.repeat(255),
  'x'.repeat(256),
  'x'.repeat(900),
  '出'.repeat(100),
  `${'y'.repeat(300)}/${'y'.repeat(300)}`,
]

/**
 * Checks that a store keeps what `Store` promises. `create` gives a store over an empty place. `isAtomic: false` leaves out whether
 * readers see whole values only.
 */
export function testStore(
  name: string,
  create: () => Store | Promise<Store>,
  { isAtomic = true }: { readonly isAtomic?: boolean } = {},
): void {
  test(`${name}: an empty store has nothing`, async () => {
    const store = await create()
    expect(await store.get('a')).toBeUndefined()
    expect(await store.list('')).toEqual([])
    await store.delete('a')
  })

  test(`${name}: what was put is there, until it is replaced or deleted`, async () => {
    const store = await create()
    await store.put('a', encode('one'))
    expect(decode(await store.get('a'))).toBe('one')
    await store.put('a', encode('two'))
    expect(decode(await store.get('a'))).toBe('two')
    expect(await store.list('')).toEqual(['a'])
    await store.delete('a')
    expect(await store.get('a')).toBeUndefined()
    expect(await store.list('')).toEqual([])
    await store.delete('a')
  })

  test(`${name}: bytes come back as they were, none and a million of them too`, async () => {
    const store = await create()
    const million = Uint8Array.from({ length: 1_000_000 }, (_, index) => (index * 31) % 256)
    await store.put('none', new Uint8Array())
    await store.put('million', million)
    expect(await store.get('none')).toEqual(new Uint8Array())
    expect(Buffer.from((await store.get('million')) ?? []).equals(million)).toBe(true)
  })

  test(`${name}: nobody's array is shared`, async () => {
    const store = await create()
    const mine = encode('mine')
    await store.put('a', mine)
    mine.fill(0)
    const first = await store.get('a')
    expect(decode(first)).toBe('mine')
    first?.fill(0)
    expect(decode(await store.get('a'))).toBe('mine')
  })

  test(`${name}: an empty key is refused`, async () => {
    const store = await create()
    const refused = { code: 'store-failed' }
    await expect(store.put('', encode('x'))).rejects.toMatchObject(refused)
    await expect(store.get('')).rejects.toMatchObject(refused)
    await expect(store.delete('')).rejects.toMatchObject(refused)
  })

  test(`${name}: odd keys are keys, all at once`, async () => {
    const store = await create()
    for (const key of ODD_KEYS) await store.put(key, encode(`value of ${key}`))
    expect((await store.list('')).toSorted()).toEqual(ODD_KEYS.toSorted())
    for (const key of ODD_KEYS) {
      expect(decode(await store.get(key))).toBe(decode(encode(`value of ${key}`)))
    }
    for (const [index, key] of ODD_KEYS.entries()) {
      await store.delete(key)
      expect(await store.get(key)).toBeUndefined()
      expect((await store.list('')).length).toBe(ODD_KEYS.length - index - 1)
    }
  })

  test(`${name}: a prefix is a string, not a folder`, async () => {
    const store = await create()
    const keys = ['a', 'a/b', 'a/b/c', 'a/bc', 'ab', 'ab/c', 'b', '.a', '..', 'A/b']
    for (const key of keys) await store.put(key, encode(key))
    for (const prefix of [
      '',
      'a',
      'a/',
      'a/b',
      'a/b/',
      'ab',
      'ab/',
      'c',
      'a/b/c/d',
      '.',
      '/',
      'A',
    ]) {
      const expected = keys.filter((key) => key.startsWith(prefix))
      expect((await store.list(prefix)).toSorted(), prefix).toEqual(expected.toSorted())
    }
  })

  test(`${name}: every odd key is found by every prefix of it`, async () => {
    const store = await create()
    const key = 'A b/出\ud800/../😀.json'
    await store.put(key, encode('x'))
    for (let length = 0; length <= key.length; length += 1) {
      expect(await store.list(key.slice(0, length))).toEqual([key])
    }
  })

  test(`${name}: more than a thousand keys are all listed`, async () => {
    const store = await create()
    const keys = Array.from({ length: 1234 }, (_, index) => `records/${index}`)
    await Promise.all(keys.map((key) => store.put(key, encode(key))))
    await store.put('other', encode('x'))
    expect((await store.list('records/')).toSorted()).toEqual(keys.toSorted())
  })

  test.runIf(isAtomic)(
    `${name}: writers at once leave one whole value, and readers see only whole ones`,
    async () => {
      const store = await create()
      const values = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(100_000))
      await store.put('shared', encode(values[0] ?? ''))
      const writers = values.flatMap((value) =>
        [1, 2, 3].map(() => store.put('shared', encode(value))),
      )
      const seen = await Promise.all(values.map(() => store.get('shared')))
      await Promise.all(writers)
      for (const bytes of [...seen, await store.get('shared')]) {
        expect(values).toContain(decode(bytes))
      }
      expect(await store.list('')).toEqual(['shared'])
    },
  )
}
