import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { manifestOf } from '../../test/builds.ts'
import { ruledManifestOf } from '../../test/ruled-builds.ts'
import { applyDelta, deltaOf, parseDelta, serializeDelta } from '../ledger/manifest-delta.ts'
import { parseManifest, serializeManifest } from '../manifest/manifest-file.ts'
import { buildId } from '../manifest/manifest.ts'

const ruled = ruledManifestOf({
  'index.html': '1',
  _headers: '/*\n A: 1\n ! B\n',
  _redirects: '/* /index.html 200\n/a x=1 /b 301! Country=de\n/c /d',
})

test('a manifest file holds the rules, one a line', () => {
  const text = serializeManifest(ruled)
  expect(text.split('\n').filter((line) => /"(?:for|from)"/.test(line))).toHaveLength(4)
  expect(parseManifest(text, 'm.json')).toEqual(ruled)
})

test('without rules it is what it always was', () => {
  const plain = manifestOf({ 'index.html': '1' })
  expect(serializeManifest(plain)).toBe(
    '{\n  "version": 1,\n  "assets": [\n    { "path": "index.html", "size": 1, "digest": "test-1" }\n  ]\n}\n',
  )
  expect(Object.keys(parseManifest(serializeManifest(plain), 'm.json'))).toEqual(['assets'])
})

test('rules do not enter the id of a build', () => {
  expect(buildId({ assets: ruled.assets }, false)).toBe(buildId(ruled, false))
})

test('no rules at all are known, and rules that were not read are not', () => {
  const none = { ...ruled, headers: [], redirects: [] }
  expect(parseManifest(serializeManifest(none), 'm.json')).toEqual(none)
})

const HEADER = { for: '/a', set: [['a', 'x']], unset: [] }

test.for<readonly [what: string, rules: object, says: RegExp]>([
  ['no list', { headers: {} }, /"headers" is not a list/],
  ['no rule', { headers: [HEADER, 'x'] }, /entry 2 of "headers" is no rule/],
  ['a name alone', { headers: [{ ...HEADER, set: [['a']] }] }, /entry 1 of "headers"/],
  ['a pair of numbers', { headers: [{ ...HEADER, set: [[1, 2]] }] }, /entry 1 of "headers"/],
  ['a pattern without end', { headers: [{ ...HEADER, for: 'a'.repeat(9_999) }] }, /entry 1/],
  ['no digest', { redirects: [{ from: '/a' }] }, /entry 1 of "redirects" is no rule/],
  ['an odd target', { redirects: [{ from: '/a', does: 'x', to: 1 }] }, /entry 1 of "redirects"/],
  ['an odd condition', { redirects: [{ from: '/a', does: 'x', when: 'now' }] }, /entry 1/],
  ['too many', { redirects: Array.from({ length: 100_001 }, () => 0) }, /more than 100000/],
])('rules with %s are refused', ([, rules, says]) => {
  const text = JSON.stringify({ version: 1, assets: [], ...rules })
  expect(() => parseManifest(text, 'm.json')).toThrow(says)
})

const texts = fc.constantFrom(undefined, '/a\n A: 1', '/a\n A: 2', '/a /b', '/* /c 301', '')
const builds = fc.record({ html: fc.constantFrom('1', '2'), headers: texts, redirects: texts })
const manifests = builds.map(({ html, headers, redirects }) =>
  ruledManifestOf({
    'index.html': html,
    ...(headers !== undefined && { _headers: headers }),
    ...(redirects !== undefined && { _redirects: redirects }),
  }),
)

test('a delta gives back the manifest that it was made from, rules included', () => {
  fc.assert(
    fc.property(manifests, manifests, (base, next) => {
      const text = serializeDelta(deltaOf(base, next, { base: 'x', depth: 1 }))
      const delta = parseDelta(text, 'd')
      if (!delta) throw new Error('It is a delta.')
      expect(applyDelta(base, delta)).toEqual(next)
    }),
  )
})

test('rules that stay are not written again', () => {
  const next = { ...ruled, assets: manifestOf({ 'index.html': '2' }).assets }
  expect(serializeDelta(deltaOf(ruled, next, { base: 'x', depth: 1 }))).not.toContain('"for"')
})
