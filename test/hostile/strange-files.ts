/** What a file of ours became. */
export interface Row {
  readonly name: string
  /** Gives what the file becomes, out of what it was. */
  readonly becomes: (text: string) => string | Uint8Array
  readonly says: RegExp
}

const DEEP = '['.repeat(1_000_000)

/** What no file of ours is. */
export const STRANGE: readonly Omit<Row, 'says'>[] = [
  { name: 'nothing', becomes: () => '' },
  { name: 'half of itself', becomes: (text) => text.slice(0, text.length / 2) },
  { name: 'zeros', becomes: () => new Uint8Array(4096) },
  { name: 'bytes that are no text', becomes: () => Uint8Array.from([0xff, 0xfe, 0xc0, 0x80]) },
  { name: '`null`', becomes: () => 'null' },
  { name: 'a list', becomes: () => '[]' },
  { name: 'a text', becomes: () => '"\u001b[2J"' },
  { name: 'an endless nesting', becomes: () => DEEP },
  {
    name: 'a release of the future',
    becomes: (text) => text.replace(/"version": ?1/, '"version":9'),
  },
  { name: 'no version', becomes: (text) => text.replace('"version"', '"vision"') },
  { name: 'HTML', becomes: () => '<!doctype html>' },
]

/** Writes over one field of a plan or manifest. */
export function withField(field: string, value: unknown): (text: string) => string {
  return (text) => JSON.stringify({ ...JSON.parse(text), [field]: value })
}
