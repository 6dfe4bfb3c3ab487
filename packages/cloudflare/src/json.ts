/** True for a parsed JSON object, of whose fields nothing is known. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The items of a parsed JSON array, or none. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
