import {
  PurgeError,
  phasesOf,
  planDigest,
  type Ledger,
  type Plan,
  type PlanRequest,
  type TargetRange,
} from '@cdn-purge/core'

/** Where what was accepted is written down while a plan is sent. */
export interface SendLog {
  readonly ledger: Pick<Ledger, 'accepted'>
  readonly deploy: string
  /** Milliseconds on a clock that nobody sets. */
  readonly elapsed: () => number
}

/** A plan on its way: what is still to be sent, and what was accepted. */
export interface SendProgress {
  /** Without what an earlier run of this very plan got accepted. */
  readonly phases: readonly (readonly PlanRequest[])[]
  /** How many targets that was. */
  readonly skipped: number
  /** Notes that a request was accepted; what is noted is written down once a second at most. */
  accepted(request: PlanRequest): Promise<void>
  /** Writes down what is left where the plan is not sent whole; forgets all of it where it is. */
  end(isWhole: boolean): Promise<void>
}

const WRITE_EVERY_MS = 1_000

/** Finds out what of a plan is still to be sent. Without a log that is all of it, and nothing is written down. */
export async function openSendProgress(
  plan: Plan,
  log: SendLog | undefined,
): Promise<SendProgress> {
  const phases = phasesOf(plan)
  const nothing = { accepted: async () => {}, end: async () => {} }
  if (!log) return { phases, skipped: 0, ...nothing }

  const { deploy, elapsed } = log
  const { accepted } = log.ledger
  const digest = planDigest(plan)
  const before = await accepted.read(deploy, digest)
  const places = new Map<string, number>()
  let place = 0
  for (const request of plan.requests) for (const key of keysOf(request)) places.set(key, place++)
  const isDone = createPlaces(before, place)
  let unwritten: number[] = []
  let hasWritten = before.length > 0
  let writtenAt = elapsed()
  let isBroken = false

  async function write(): Promise<void> {
    const ranges = toRanges(unwritten)
    unwritten = []
    writtenAt = elapsed()
    if (ranges.length === 0 || isBroken) return
    try {
      await accepted.add(deploy, { plan: digest, ranges })
      hasWritten = true
    } catch (error) {
      // Without the note the next run sends it once more, which is safe.
      if (!(error instanceof PurgeError)) throw error
      isBroken = true
    }
  }

  const rest = phases.map((phase) =>
    phase.flatMap((request) => without(request, (key) => isDone(places.get(key) ?? -1))),
  )
  return {
    phases: rest,
    skipped: countTargets(phases) - countTargets(rest),
    async accepted(request) {
      for (const key of keysOf(request)) unwritten.push(places.get(key) ?? -1)
      if (elapsed() - writtenAt >= WRITE_EVERY_MS) await write()
    },
    async end(isWhole) {
      if (!isWhole) await write()
      else if (hasWritten) await accepted.forget(deploy)
    },
  }
}

/** One text for each target, the same in every plan. */
function keysOf({ action, by, targets }: PlanRequest): string[] {
  const names = by === 'everything' ? [''] : targets.map((target) => JSON.stringify(target))
  return names.map((name) => `${action} ${by} ${name}`)
}

/** The request without the targets that are done; none where that is all of them. */
function without(request: PlanRequest, isDone: (key: string) => boolean): PlanRequest[] {
  const done = keysOf(request).map(isDone)
  if (!done.includes(true)) return [request]
  switch (request.by) {
    case 'everything':
      return []
    case 'files': {
      const targets = request.targets.filter((_, index) => !done[index])
      return targets.length > 0 ? [{ ...request, targets }] : []
    }
    case 'prefixes':
    case 'tags':
    case 'hosts': {
      const targets = request.targets.filter((_, index) => !done[index])
      return targets.length > 0 ? [{ ...request, targets }] : []
    }
    default: {
      const never: never = request
      return never
    }
  }
}

/** What was written down may name more places than the plan has. */
function createPlaces(ranges: readonly TargetRange[], count: number): (place: number) => boolean {
  const places = new Set<number>()
  for (const [from, to] of ranges) {
    for (let place = from; place < Math.min(to, count); place++) places.add(place)
  }
  return (place) => places.has(place)
}

function toRanges(places: readonly number[]): TargetRange[] {
  const ranges: [number, number][] = []
  for (const place of places.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && place === last[1]) last[1] = place + 1
    else ranges.push([place, place + 1])
  }
  return ranges
}

function countTargets(phases: readonly (readonly PlanRequest[])[]): number {
  return phases.flat().reduce((sum, request) => sum + keysOf(request).length, 0)
}
