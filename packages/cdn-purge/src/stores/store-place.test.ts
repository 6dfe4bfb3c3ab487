import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { absolutePlace, maskPlace, readStorePlace, type StorePlace } from './store-place.ts'

interface Case {
  readonly text: string
  readonly place: StorePlace
}

const S3 = {
  kind: 's3',
  service: 's3',
  endpoint: undefined,
  region: undefined,
  style: undefined,
} as const

test.for<Case>([
  { text: '.cdn-purge', place: { kind: 'folder', dir: '.cdn-purge' } },
  { text: 'C:\\ledger', place: { kind: 'folder', dir: 'C:\\ledger' } },
  { text: '$REDIS_URL', place: { kind: 'variable', name: 'REDIS_URL' } },
  { text: '$HOME/ledger', place: { kind: 'folder', dir: '$HOME/ledger' } },
  { text: 's3://bucket', place: { ...S3, bucket: 'bucket', prefix: '' } },
  { text: 's3://bucket/', place: { ...S3, bucket: 'bucket', prefix: '' } },
  { text: 's3://my.bucket/a/b c/', place: { ...S3, bucket: 'my.bucket', prefix: 'a/b c/' } },
  { text: 'r2://bucket/x', place: { ...S3, service: 'r2', bucket: 'bucket', prefix: 'x/' } },
  {
    text: 's3://bucket/x?region=eu-west-1&endpoint=https://minio.example.com&style=virtual',
    place: {
      ...S3,
      bucket: 'bucket',
      prefix: 'x/',
      region: 'eu-west-1',
      style: 'virtual',
      endpoint: 'https://minio.example.com',
    },
  },
  {
    text: 'redis://host:6380/3?prefix=a:b',
    place: { kind: 'redis', url: 'redis://host:6380/3', base: 'a:b' },
  },
  { text: 'rediss://host', place: { kind: 'redis', url: 'rediss://host', base: 'cdn-purge' } },
])('$text is a place', ({ text, place }) => {
  expect(readStorePlace(text, 'option')).toEqual(place)
})

test.for([
  { text: 'azure://x', says: '"azure://" is no kind of store' },
  { text: 's3://', says: 'bucket has no possible name' },
  { text: 's3://a b/x', says: 'bucket has no possible name' },
  { text: 's3://bucket/a/../b', says: 'prefix' },
  { text: 's3://bucket/a//b', says: 'prefix' },
  { text: 's3://bucket/\ud800', says: 'prefix' },
  { text: 's3://KEY:PLANTED@bucket/x', says: 'credentials come from the environment' },
  { text: 's3://bucket/x?secret=y', says: '`secret` is none of its parameters' },
  { text: 's3://bucket/x?endpoint=minio', says: '`endpoint`' },
  { text: 's3://bucket/x?endpoint=https://a:PLANTED@minio', says: '`endpoint`' },
  { text: 's3://bucket/x?style=cubic', says: '`style`' },
  { text: 'redis://', says: 'an address such as' },
  { text: 'redis://:PLANTED@host', says: 'a variable' },
  { text: 'redis://PLANTED@host', says: 'a variable' },
  { text: 'redis://host?password=PLANTED', says: 'a variable' },
  { text: 'redis://host?prefix=a*', says: '`prefix`' },
])('$text is refused, without its secret', ({ text, says }) => {
  const place = readStorePlace(text, 'option')
  expect(place).toEqual({ kind: 'wrong', problem: expect.stringContaining(says) })
  expect(`${JSON.stringify(place)} ${maskPlace(text)}`).not.toContain('PLANTED')
})

test('the environment may hold a password, and options for the connection', () => {
  const url = 'rediss://user:secret@host:6380/1?family=6'
  const place = { kind: 'redis', url, base: 'x' }
  expect(readStorePlace(`${url}&prefix=x`, 'environment')).toEqual(place)
})

test('only folders are made absolute', () => {
  expect(absolutePlace('ledger', '/project')).toBe('/project/ledger')
  for (const text of ['$LEDGER', 's3://bucket/x', 'redis://host', 'azure://x']) {
    expect(absolutePlace(text, '/project')).toBe(text)
  }
})

const ODD = [
  '/',
  ':',
  '@',
  '?',
  '#',
  '%',
  '.',
  '..',
  '$',
  '&',
  '=',
  ' ',
  '\0',
  '\\',
  '😀',
  '\ud800',
  '%2f',
  'endpoint=',
]

test('any text is read without a throw', () => {
  const odd = fc.constantFrom(...ODD)
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: odd })), (text) => {
      readStorePlace(text, 'option')
      readStorePlace(`s3://bucket/${text}`, 'option')
      readStorePlace(`redis://${text}`, 'environment')
    }),
  )
})
