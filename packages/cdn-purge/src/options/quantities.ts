const UNIT_MS = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

const UNIT_BYTES = new Map([
  ['B', 1],
  ['kB', 1_000],
  ['MB', 1_000_000],
])

/** Gives milliseconds: `90` and `'90s'` are 90,000; undefined for what is no duration. */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return usable(value * 1_000)
  if (typeof value !== 'string') return undefined
  const [, count, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(value.trim()) ?? []
  const unitMs = UNIT_MS.get(unit)
  return count === undefined || unitMs === undefined ? undefined : usable(Number(count) * unitMs)
}

function usable(ms: number): number | undefined {
  return ms >= 0 && Number.isFinite(ms) ? ms : undefined
}

/** Gives a share between 0 and 1: `0.05` and `'5%'` are 0.05; undefined for what is none. */
export function parseShare(value: unknown): number | undefined {
  const share =
    typeof value === 'string' && /^\d+(?:\.\d+)?\s*%$/.test(value.trim())
      ? Number.parseFloat(value) / 100
      : value
  return typeof share === 'number' && share >= 0 && share <= 1 ? share : undefined
}

/** Gives bytes: `500` and `'0.5kB'` are 500; undefined for what is no size. */
export function parseBytes(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string') return undefined
  const [, count, unit = 'B'] = /^(\d+(?:\.\d+)?)\s*(B|kB|MB)?$/.exec(value.trim()) ?? []
  const unitBytes = UNIT_BYTES.get(unit)
  return count === undefined || unitBytes === undefined ? undefined : Number(count) * unitBytes
}
