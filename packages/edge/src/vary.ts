import { headerValue, type HeaderLines } from './header-lines.ts'

/** Request header values that select one stored copy among those of a URL. */
export type Selection = ReadonlyMap<string, string>

/**
 * Reads which request headers select this answer. Cloudflare looks only at `Accept-Encoding` unless
 * a rule says otherwise; a compressed answer without `Vary` is treated alike, so that nobody gets a
 * coding it did not ask for.
 */
export function selectionOf(
  request: HeaderLines,
  answer: HeaderLines,
  everyHeader: boolean,
): Selection {
  const named = (headerValue(answer, 'vary') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== '*' && (everyHeader || name === 'accept-encoding'))
  const encoded = headerValue(answer, 'content-encoding') !== undefined
  const names = new Set([...named, ...(encoded ? ['accept-encoding'] : [])])
  return new Map([...names].map((name) => [name, selectingValue(request, name)]))
}

/** Says whether a request would select the copy that was stored under `selection`. */
export function isSelected(request: HeaderLines, selection: Selection): boolean {
  return [...selection].every(([name, value]) => selectingValue(request, name) === value)
}

function selectingValue(request: HeaderLines, name: string): string {
  const value = headerValue(request, name) ?? ''
  return name === 'accept-encoding' ? acceptedCodings(value) : value
}

/** Reduces `gzip, deflate;q=0.5, br` to the codings that are accepted, in one order. */
function acceptedCodings(value: string): string {
  return value
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(?:\.0*)?$/.test(part))
    .map((part) => part.replace(/;.*$/, '').trim())
    .filter((part) => part !== '')
    .toSorted()
    .join(',')
}
