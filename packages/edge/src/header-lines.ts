/** Header lines as they were received: one pair a line, in order, names in any case. */
export type HeaderLines = readonly (readonly [name: string, value: string])[]

/** Connection-level headers, which a proxy must not forward. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Gives the value of a header, several lines joined by a comma, or nothing if it is absent. */
export function headerValue(lines: HeaderLines, name: string): string | undefined {
  const values = lines.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value)
  return values.length === 0 ? undefined : values.join(', ')
}

/** Leaves out the headers named, given in lower case. */
export function withoutHeaders(lines: HeaderLines, names: Iterable<string>): HeaderLines {
  const dropped = new Set(names)
  return lines.filter(([name]) => !dropped.has(name.toLowerCase()))
}

/** Leaves out what only concerns one connection, including what `Connection` itself names. */
export function endToEndHeaders(lines: HeaderLines): HeaderLines {
  const named = (headerValue(lines, 'connection') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
  return withoutHeaders(lines, [...HOP_BY_HOP, ...named])
}

/** Pairs up Node's flat list of raw headers. */
export function fromRawHeaders(raw: readonly string[]): HeaderLines {
  const lines: [string, string][] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    lines.push([raw[index] ?? '', raw[index + 1] ?? ''])
  }
  return lines
}
