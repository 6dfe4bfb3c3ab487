import type { PlanRequest } from '../plan/plan-format.ts'
import type { Limits } from '../purger.ts'
import type { Rest } from './supply.ts'

/** Requests that are still to be sent, phase by phase, each cut to what may be sent at once. */
export interface WorkList {
  /** The next part of the phase, or undefined where it has no more. */
  peek(): PlanRequest | undefined
  take(): PlanRequest | undefined
  /** Puts parts back, to be the next ones. */
  putBack(...parts: readonly PlanRequest[]): void
  /** Goes on to the next phase, if there is one. */
  nextPhase(): boolean
  /** Everything that is left, later phases included; nothing is left then. */
  takeAll(): PlanRequest[]
  /** What the rest costs. */
  rest(): Rest
  /** Says that other limits count now. */
  relimit(): void
}

/** Creates the list; the limits are asked for anew whenever something is taken. */
export function createWorkList(
  phases: readonly (readonly PlanRequest[])[],
  limits: () => Limits,
): WorkList {
  const later = phases.slice(1)
  // The next one is the last.
  let stack = (phases[0] ?? []).toReversed()
  let rest = restOf(phases.flat(), limits())

  function cut(): void {
    const next = stack.at(-1)
    if (!next) return
    const most = mostTargets(next, limits())
    if (next.targets.length <= most) return
    stack.pop()
    stack.push(sliceRequest(next, most), sliceRequest(next, 0, most))
  }

  return {
    peek() {
      cut()
      return stack.at(-1)
    },
    take() {
      cut()
      const part = stack.pop()
      if (part) rest = add(rest, restOf([part], limits()), -1)
      return part
    },
    putBack(...parts) {
      stack.push(...parts.toReversed())
      rest = add(rest, restOf(parts, limits()), 1)
    },
    nextPhase() {
      const next = later.shift()
      stack = (next ?? []).toReversed()
      return next !== undefined
    },
    takeAll() {
      const left = [...stack.toReversed(), ...later.flat()]
      stack = []
      later.length = 0
      rest = NOTHING
      return left
    },
    rest: () => rest,
    relimit() {
      rest = restOf([...stack, ...later.flat()], limits())
    },
  }
}

/** Gives the part of a request from one target up to, not including, another; everything has no parts. */
export function sliceRequest(request: PlanRequest, from: number, to?: number): PlanRequest {
  switch (request.by) {
    case 'everything':
      return request
    case 'files':
      return { ...request, targets: request.targets.slice(from, to) }
    case 'prefixes':
    case 'tags':
    case 'hosts':
      return { ...request, targets: request.targets.slice(from, to) }
    default: {
      const never: never = request
      return never
    }
  }
}

/** Targets of a request, where everything counts as one. */
export function countTargets({ by, targets }: PlanRequest): number {
  return by === 'everything' ? 1 : targets.length
}

const NOTHING: Rest = { urls: 0, keyRequests: 0, keys: 0 }

function restOf(requests: readonly PlanRequest[], limits: Limits): Rest {
  let { urls, keyRequests, keys } = NOTHING
  for (const request of requests) {
    const count = countTargets(request)
    if (request.by === 'files') urls += count
    else {
      keys += count
      keyRequests += Math.ceil(count / mostTargets(request, limits))
    }
  }
  return { urls, keyRequests, keys }
}

function add(one: Rest, other: Rest, sign: 1 | -1): Rest {
  return {
    urls: one.urls + sign * other.urls,
    keyRequests: one.keyRequests + sign * other.keyRequests,
    keys: one.keys + sign * other.keys,
  }
}

function mostTargets({ by }: PlanRequest, { maxUrls, maxKeys }: Limits): number {
  return by === 'files' ? maxUrls : maxKeys
}
