/** A copy at the edge that need not go, and what it costs if it does. */
export interface SmallKept {
  readonly url: string
  readonly cost: number
}

/** What is found by trying every set of keys. */
export interface OracleCover {
  readonly keys: readonly string[]
  readonly collateral: number
}

/** A key as written in a request: `h.test/a`, or `h.test` for the host. */
export function surelyReaches(key: string, url: string): boolean {
  const place = placeOf(url)
  return place === key || place.startsWith(`${key}/`)
}

/** True under either reading of what a prefix matches; a host matches itself alone. */
export function mayReach(key: string, url: string): boolean {
  if (!key.includes('/')) return placeOf(url).split('/')[0] === key
  return placeOf(url).startsWith(key) || surelyReaches(key, url)
}

export function collateralOf(keys: readonly string[], kept: readonly SmallKept[]): number {
  const touched = kept.filter(({ url }) => keys.some((key) => mayReach(key, url)))
  return touched.reduce((sum, { cost }) => sum + cost, 0)
}

/** Every set of keys that surely reaches all targets. */
export function allCovers(targets: readonly string[], kept: readonly SmallKept[]): OracleCover[] {
  const candidates = [...new Set(targets.flatMap(keysOf))]
  const reached = candidates.map((key) => bitsOf(targets, (url) => surelyReaches(key, url)))
  const touched = candidates.map((key) => bitsOf(kept, ({ url }) => mayReach(key, url)))
  const all = 2 ** targets.length - 1
  const covers: OracleCover[] = []
  for (let set = 0; set < 2 ** candidates.length; set++) {
    let reach = 0
    let touch = 0
    for (const index of candidates.keys()) {
      if ((set >> index) % 2 === 0) continue
      reach |= reached[index] ?? 0
      touch |= touched[index] ?? 0
    }
    if (reach !== all) continue
    covers.push({
      keys: candidates.filter((_, index) => (set >> index) % 2 === 1),
      collateral: kept.reduce((sum, { cost }, index) => sum + ((touch >> index) % 2) * cost, 0),
    })
  }
  return covers
}

/** How many keys there are to choose from: sets of them are two to the power of it. */
export function countKeys(targets: readonly string[]): number {
  return new Set(targets.flatMap(keysOf)).size
}

/** The URL's own key, those of all folders above it, and the host. */
export function keysOf(url: string): string[] {
  const segments = placeOf(url).split('/')
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'))
}

function placeOf(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '')
}

function bitsOf<T>(items: readonly T[], is: (item: T) => boolean): number {
  return items.reduce((bits, item, index) => bits + (is(item) ? 2 ** index : 0), 0)
}
