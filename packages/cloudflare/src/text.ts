const MAX_SHOWN = 300

/** Gives text from outside fit to be shown: one line, no control characters, at most 300 characters. */
export function shown(text: string): string {
  // Bidirectional controls could make a message read as another one.
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
  const line = plain.trim()
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line
}

/** Gives a value from outside fit to be shown, a text in quotes; what an object holds is not shown. */
export function quoted(value: unknown): string {
  if (typeof value === 'string') return `"${shown(value)}"`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** Gives a function that blots out every one of these secrets. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  // The longest first, so that no secret survives as the rest of another.
  const ordered = secrets.filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length)
  return (text) => ordered.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), text)
}

/** Gives `1 URL` or `12 URLs`. */
export function count(amount: number, singular: string, plural: string = `${singular}s`): string {
  return `${amount} ${amount === 1 ? singular : plural}`
}

const MAX_LISTED = 20

/** Gives `"a", "b" and 3 more`: at most 20 of them. */
export function quotedList(values: readonly string[]): string {
  const more = values.length - MAX_LISTED
  const listed = values.slice(0, MAX_LISTED).map(quoted).join(', ')
  return more > 0 ? `${listed} and ${more} more` : listed
}
