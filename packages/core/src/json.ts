/** A parsed JSON object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/** Names the version that a file says it has: `version 2`. */
export function showVersion({ version }: Fields): string {
  // Other values can be of any size and depth, which is more than a message may hold.
  return typeof version === 'number' ? `version ${version}` : 'no version'
}
