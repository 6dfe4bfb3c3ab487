/** One page of a listing, or what is wrong with it. */
export type S3Page =
  | {
      readonly kind: 'page'
      readonly keys: readonly string[]
      /** Asks for the next page; undefined on the last one. */
      readonly next: string | undefined
    }
  | { readonly kind: 'unreadable'; readonly why: string }

/**
 * Reads an answer to ListObjectsV2. A listing that lost a key is a stale page, so whatever is not whole is unreadable.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function readPage(xml: string): S3Page {
  const root = /<ListBucketResult[\s>]/.exec(xml)
  if (!root || !/<\/ListBucketResult>\s*$/.test(xml)) return unreadable('it is no whole listing')
  const contents = Array.from(xml.matchAll(/<Contents>(.*?)<\/Contents>/gs), ([, fields = '']) =>
    elementsOf(fields, 'Key'),
  )
  const keys = contents.flat()
  // What is not inside `Contents` speaks of the listing itself.
  const about = xml.replaceAll(/<Contents>.*?<\/Contents>/gs, '')
  if (contents.some((each) => each.length !== 1) || about.includes('<Contents>')) {
    return unreadable('an entry has no key')
  }
  const [truncated] = elementsOf(about, 'IsTruncated')
  const [next] = elementsOf(about, 'NextContinuationToken')
  const [count] = elementsOf(about, 'KeyCount')
  const prefixes = elementsOf(about, 'CommonPrefixes').length
  if (count !== undefined && Number(count) !== keys.length + prefixes) {
    return unreadable(`it speaks of ${count} keys and holds ${keys.length}`)
  }
  if (truncated === 'false') return { kind: 'page', keys, next: undefined }
  if (truncated !== 'true') return unreadable('it does not say whether there is more')
  if (!next) return unreadable('there is more, and it does not say how to ask for it')
  return { kind: 'page', keys, next }
}

/** What a server says about a refusal. */
export interface S3Refusal {
  /** `NoSuchKey`, `AccessDenied`, … */
  readonly code: string | undefined
  readonly message: string | undefined
  /** The region that the bucket is in, where that was the mistake. */
  readonly region: string | undefined
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function readRefusal(xml: string): S3Refusal {
  const first = (name: string) => elementsOf(xml, name)[0]
  if (!/<Error[\s>]/.test(xml)) return { code: undefined, message: undefined, region: undefined }
  return { code: first('Code'), message: first('Message'), region: first('Region') }
}

function unreadable(why: string): S3Page {
  return { kind: 'unreadable', why }
}

function elementsOf(xml: string, name: string): string[] {
  const elements = xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}>`, 'gs'))
  return Array.from(elements, ([, text = '']) => unescapeXml(text))
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return ENTITIES.get(name) ?? whole
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
