import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestBytes } from './digest.ts'
import { markerAsset, parseMarker, serializeMarker } from './marker.ts'

const BUILD = 'a1'.repeat(32)

test('a marker is one line of JSON', () => {
  expect(serializeMarker(BUILD)).toBe(`{"version":1,"build":"${BUILD}"}\n`)
})

test('what is written is what is read', () => {
  const ids = fc.stringMatching(/^[0-9a-f]{64}$/)
  fc.assert(
    fc.property(ids, (id) => {
      expect(parseMarker(serializeMarker(id))).toBe(id)
    }),
  )
})

test('a marker as an asset has the digest and size of its file', () => {
  const bytes = Buffer.from(serializeMarker(BUILD))
  expect(markerAsset('x/build.json', BUILD)).toEqual({
    path: 'x/build.json',
    size: bytes.length,
    digest: digestBytes(bytes),
    fingerprinted: false,
  })
})

interface NoMarker {
  readonly name: string
  readonly text: string
}

test.for<NoMarker>([
  { name: 'an empty file', text: '' },
  { name: 'the page of an SPA', text: '<!doctype html>' },
  { name: 'a marker cut short', text: serializeMarker(BUILD).slice(0, 40) },
  { name: 'null', text: 'null' },
  { name: 'a list', text: `[1, "${BUILD}"]` },
  { name: 'another version', text: `{"version":2,"build":"${BUILD}"}` },
  { name: 'no build', text: '{"version":1}' },
  { name: 'a build that is no text', text: '{"version":1,"build":["a"]}' },
  { name: 'a build of another length', text: `{"version":1,"build":"${BUILD}00"}` },
  { name: 'a build in capitals', text: `{"version":1,"build":"${BUILD.toUpperCase()}"}` },
  { name: 'a build with a line end', text: `{"version":1,"build":"${BUILD}\\n"}` },
])('$name is no marker', ({ text }) => {
  expect(parseMarker(text)).toBeUndefined()
})

test('no text at all makes reading a marker throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(parseMarker(text)).toBeUndefined()
    }),
  )
})
