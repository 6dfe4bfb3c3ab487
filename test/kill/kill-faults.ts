import type { Fault, FaultKind } from '@cdn-purge/edge'
import type { Random } from './random.ts'

/** What breaks one answer of the API; half of them are repeated by a good client, half are final. */
const API: readonly FaultKind[] = [
  { kind: 'fail', status: 500 },
  { kind: 'fail', status: 503 },
  { kind: 'fail', status: 429, retryAfterSeconds: 0.2 },
  { kind: 'fail', status: 403, code: 10_000 },
  { kind: 'cut' },
  { kind: 'cut-after' },
  { kind: 'success-false' },
  { kind: 'null-result' },
  { kind: 'html' },
  { kind: 'truncate' },
  { kind: 'ignore' },
]

const VISIT: readonly FaultKind[] = [
  { kind: 'fail', status: 503 },
  { kind: 'cut' },
  { kind: 'cut-after' },
  { kind: 'delay', ms: 150 },
]

/** What goes by when asked again, so that a run can succeed in spite of it. */
const PASSING: readonly FaultKind[] = [
  { kind: 'fail', status: 503 },
  { kind: 'cut' },
  { kind: 'cut-after' },
]

/** Draws up to three faults, and delays that leave a kill the time to hit any phase. */
export function drawFaults(random: Random): Fault[] {
  const faults: Fault[] = [
    { on: 'api', kind: 'delay', ms: random.between(10, 120) },
    { on: 'visit', match: 'cdn-purge=', kind: 'delay', ms: random.between(2, 30) },
  ]
  for (let left = random.between(0, 3); left > 0; left--) {
    const nth = random.between(1, 4)
    if (random.chance(0.6)) faults.push({ on: 'api', nth, ...random.pick(API) })
    else if (random.chance(0.7)) {
      faults.push({ on: 'visit', match: 'cdn-purge=', nth, ...random.pick(VISIT) })
    } else faults.push({ on: 'origin', nth: nth * 5, kind: 'fail', status: 503 })
  }
  return faults
}

/** Draws at most one fault, of those that a run may be expected to outlive. */
export function drawPassingFaults(random: Random): Fault[] {
  if (random.chance(0.5)) return []
  return [{ on: 'api', nth: random.between(1, 3), ...random.pick(PASSING) }]
}

/** Gives faults in a few words: `api 2: cut-after`. */
export function describeFaults(faults: readonly Fault[]): string {
  const shown = faults.filter(({ kind, nth }) => kind !== 'delay' || nth !== undefined)
  if (shown.length === 0) return 'no faults'
  return shown
    .map((fault) => {
      const kind = fault.kind === 'fail' ? `${fault.status}` : fault.kind
      return `${fault.on} ${fault.nth ?? 'all'}: ${kind}`
    })
    .join(', ')
}
