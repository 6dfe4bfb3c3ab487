import { isFields, isStrings, type Fields } from '@cdn-purge/core'

/** One key below `records/`, as it is written. */
export interface WrittenRecord {
  readonly deploy: string
  /** `started`, `build-…`, `owed-…`, `taken-…`, `settled`, `closed` */
  readonly part: string
  readonly fields: Fields
}

/** Reads a record as it goes by on its way into a store; undefined for any other key. */
export function readWritten(key: string, bytes: Uint8Array): WrittenRecord | undefined {
  const [, deploy, part] = /\/records\/([^/]+)\/([^/]+)$/.exec(key) ?? []
  if (deploy === undefined || part === undefined) return undefined
  const fields: unknown = JSON.parse(Buffer.from(bytes).toString())
  return isFields(fields) ? { deploy, part, fields } : undefined
}

export function stringsOf(fields: Fields, name: string): readonly string[] {
  const value = fields[name]
  return isStrings(value) ? value : []
}

type Damage = (bytes: Uint8Array) => Uint8Array | undefined

/** Ways in which a key is damaged. */
export const DAMAGES: ReadonlyMap<string, Damage> = new Map<string, Damage>([
  ['cut in half', (bytes) => bytes.slice(0, bytes.length >> 1)],
  ['emptied', () => new Uint8Array()],
  ['overwritten with other text', () => Buffer.from('<html>')],
  ['of a newer release', (bytes) => replaced(bytes, '"version":1', '"version":2')],
  ['removed', () => undefined],
])

function replaced(bytes: Uint8Array, text: string, by: string): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replace(text, by), 'latin1')
}
