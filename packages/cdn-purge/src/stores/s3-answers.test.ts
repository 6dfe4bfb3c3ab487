import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPage, readRefusal } from './s3-answers.ts'

/** As the service writes it, in one line and with all it knows. */
const PAGE = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name><Prefix>a/</Prefix><KeyCount>2</KeyCount><MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated><NextContinuationToken>1ueGcx/+=</NextContinuationToken><Contents><Key>a/b&amp;&#x63;&#100;&lt;</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;70ee&quot;</ETag><Size>1</Size><StorageClass>STANDARD</StorageClass></Contents><Contents>
  <Key>a/IsTruncated</Key><Owner><ID>x</ID></Owner></Contents></ListBucketResult>
`

test('a page gives its keys and the way to the next one', () => {
  const keys = ['a/b&cd<', 'a/IsTruncated']
  expect(readPage(PAGE)).toEqual({ kind: 'page', keys, next: '1ueGcx/+=' })
})

test('a page that lost anything of its keys or of its end is unreadable', () => {
  fc.assert(
    fc.property(fc.nat(PAGE.trimEnd().length - 1), (length) => {
      expect(readPage(PAGE.slice(0, length)).kind).toBe('unreadable')
    }),
  )
  expect(readPage(PAGE.replace(/<Contents>.*?<\/Contents>/s, '')).kind).toBe('unreadable')
})

test('a key cannot pass for what the listing says of itself', () => {
  const xml =
    '<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>&lt;IsTruncated&gt;true&lt;/IsTruncated&gt;</Key></Contents></ListBucketResult>'
  const keys = ['<IsTruncated>true</IsTruncated>']
  expect(readPage(xml)).toEqual({ kind: 'page', keys, next: undefined })
})

test('a refusal is read where there is one', () => {
  const xml =
    '<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code><Message>It isn&apos;t.</Message></Error>'
  expect(readRefusal(xml)).toEqual({ code: 'NoSuchKey', message: "It isn't.", region: undefined })
  const nothing = { code: undefined, message: undefined, region: undefined }
  expect(readRefusal('<html><Code>NoSuchKey</Code></html>')).toEqual(nothing)
})

test('any answer is read without a throw', () => {
  const tags = ['ListBucketResult', 'Contents', 'Key', 'IsTruncated', 'Error', 'Code']
  const pieces = tags.flatMap((tag) => [`<${tag}>`, `</${tag}>`])
  const piece = fc.constantFrom(...pieces, 'true', 'false', '&#x110000;', '&amp')
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (chosen) => {
      readPage(chosen.join(''))
      readRefusal(chosen.join(''))
    }),
  )
})
