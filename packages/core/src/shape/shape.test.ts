import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareShapes } from './compare-shapes.ts'
import { shapeOf } from './shape.ts'

interface Case {
  readonly name: string
  readonly before: string
  readonly after: string
  /** `date`, `hash version`, `content`. */
  readonly differs: string
}

const dates: Case[] = [
  ['2/13/2026', '12/20/2026'],
  ['13.2.2026', '20.2.2026'],
  ['2026-02-13', '2026-12-20'],
  ['2026-02-13T10:11:12.123Z', '2026-02-20T01:02:03Z'],
  ['2026-02-13T10:11:12+01:00', '2026-02-13T10:11:13+01:00'],
  ['10:11:12', '23:59'],
  ['13 February 2026', '1 May 2026'],
  ['Feb 13, 2026', 'December 20, 2026'],
  ['Fri, 13 Feb 2026 10:11:12 GMT', 'Sat, 21 Feb 2026 01:02:03 GMT'],
  ['© 2020 Example', '© 2021 Example'],
  ['"time":1765432100000', '"time":1765432199999'],
  ['?v=1765432100', '?v=1765432199'],
].map(([before = '', after = '']) => ({ name: before, before, after, differs: 'date' }))

const hashes: Case[] = [
  ['/assets/main.1a2b3c4d.js', '/assets/main.9f8e7d6c.js'],
  ['/assets/index-BXq4hT2a.js', '/assets/index-CHoZIEkb.js'],
  ['/assets/index-Cg6L7-by.js', '/assets/index--Xy12abc.js'],
  ['/_nuxt/B2tnCcx8.js', '/_nuxt/CHoZIEkb.js'],
  ['a-ZEJCFZP2.js', 'a-XY6737PV.js'],
  ['{"birds_heron.md":"B_ehORJX"}', '{"birds_heron.md":"CZjoHLMK"}'],
  ['{\\"moor.md\\":\\"Cg6L7-by\\"}', '{\\"moor.md\\":\\"-Xy12abc\\"}'],
  ['\\"b\\":\\"mEqKIt98BFoLFawI-T2ix\\"', '\\"b\\":\\"T-_xKIt98BFoLFaIwEq2i\\"'],
  ['/static/mEqKItXYBFoLFawI-TZix/a', '/static/T-_xKIt98BFoLFaIwEq2i/a'],
  ['commit 1a2b3c4', 'commit 99887f6'],
  ['integrity="sha384-oqVu+fXR/Kap7fdg="', 'integrity="sha384-AAVu/fXRKap9+00="'],
  ['7afe84ca-94b6-45a3-a38f-278b56602e17', '11fe84ca-94b6-45a3-b38f-278b56602eff'],
  ['"buildId":"5_aTl2VX7dZk9mQpRs3Ab"', '"buildId":"5_bTl9VX7dZk2mQpRs4Zz"'],
].map(([before = '', after = '']) => ({ name: before, before, after, differs: 'hash' }))

const versions: Case[] = [
  ['v2.39', 'v2.40'],
  ['5.32.13', '5.35.0'],
  ['react@18.2.0/', 'react@19.0.0-rc.1/'],
  ['beam-2.47.0.jar', 'beam-2.48.0.jar'],
].map(([before = '', after = '']) => ({ name: before, before, after, differs: 'version' }))

const around = (text: string) => `<html>\n<p class="col--7">${text} and the rest</p>\n</html>\n`

test.for<Case>([...dates, ...hashes, ...versions])('$name', ({ before, after, differs }) => {
  expect(difference(around(before), around(after))).toBe(differs)
  expect(difference(before, after)).toBe(differs)
})

test.for<Case>([
  { name: 'a word', before: 'read this', after: 'read that', differs: 'content' },
  { name: 'a number', before: 'page 7 of 12', after: 'page 7 of 13', differs: 'content' },
  {
    name: 'a word in camel case',
    before: 'a.getValue.x',
    after: 'a.setValue.x',
    differs: 'content',
  },
  {
    name: 'a name of a style between quotes',
    before: 'class="col-md-6"',
    after: 'class="col-md-8"',
    differs: 'content',
  },
  {
    name: 'a long name between quotes',
    before: '"MyComponent-container"',
    after: '"MyComponent-contained"',
    differs: 'content',
  },
  { name: 'a name between quotes', before: '"getValue"', after: '"setValue"', differs: 'content' },
  { name: 'a line more', before: 'a\n', after: 'a\nb\n', differs: 'content' },
  { name: 'a date and a word', before: '2020 a', after: '2021 b', differs: 'content' },
  { name: 'a date more', before: 'on 2020', after: 'on 2020 2021', differs: 'content' },
  { name: 'lines in another order', before: 'a\nb\nc\n', after: 'c\na\nb\n', differs: 'order' },
  {
    name: 'dates that change places',
    before: '2020 a 2021',
    after: '2021 a 2020',
    differs: 'order',
  },
  {
    name: 'several things at once',
    before: 'x 2/13/2026 main.1a2b3c4d.js 1.2.3',
    after: 'x 2/20/2026 main.9f8e7d6c.js 1.2.4',
    differs: 'date hash version',
  },
  {
    name: 'another order and another date',
    before: 'a\nb\n2020\n',
    after: 'b\na\n2021\n',
    differs: 'order date',
  },
  {
    name: 'text beyond ASCII',
    before: 'Änderung – größer\n',
    after: 'Änderung – kleiner\n',
    differs: 'content',
  },
])('$name', ({ before, after, differs }) => {
  expect(difference(before, after)).toBe(differs)
})

test('a shape of another way is not compared', () => {
  expect(compareShapes('2-x', shapeOf(Buffer.from('a')))).toBeUndefined()
  expect(compareShapes(undefined, shapeOf(Buffer.from('a')))).toBeUndefined()
})

test('a number without end is looked at once, not once for each of its digits', () => {
  const endless = Buffer.from(`v${'1.'.repeat(500_000)}0 on 2020`)
  expect(shapeOf(endless)).toMatch(/^1-/)
})

test('any bytes have a shape, the same each time', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const shape = shapeOf(Buffer.from(bytes))
      expect(shape).toMatch(/^1-[\w-]{24}$/)
      expect(shapeOf(Buffer.from([...bytes]))).toBe(shape)
    }),
  )
})

const words = fc.array(
  fc.constantFrom(
    '<p>',
    'text',
    'Größe',
    ' ',
    '\n',
    'v',
    '2020',
    '1.2.3',
    'a1b2c3d4',
    '/',
    '.',
    ':',
    '-',
    '7',
  ),
  { maxLength: 30 },
)

test('whatever stands around it, a date between spaces is only a date, and a word is content', () => {
  fc.assert(
    fc.property(words, words, (before, after) => {
      const page = (middle: string) => `${before.join('')} (${middle}) ${after.join('')}`
      expect(difference(page('2/13/2026'), page('11/20/2027'))).toBe('date')
      expect(difference(page('yes'), page('no'))).toBe('content')
    }),
  )
})

test('the end of a text is its end, whatever stands behind it in the buffer', () => {
  const buffer = Buffer.from('a 2/13/2026 1a2b3c4d5e')
  fc.assert(
    fc.property(fc.nat(buffer.length), (length) => {
      const part = buffer.subarray(0, length)
      expect(shapeOf(part)).toBe(shapeOf(Buffer.from(part.toString())))
    }),
  )
})

function difference(before: string, after: string): string {
  const found = compareShapes(shapeOf(Buffer.from(before)), shapeOf(Buffer.from(after)))
  return typeof found === 'string' ? found : (found ?? []).join(' ')
}
