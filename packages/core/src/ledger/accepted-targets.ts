import { hash } from 'node:crypto'
import { isFields } from '../json.ts'
import type { Plan } from '../plan/plan-format.ts'
import { serializeRecord } from './record-file.ts'
import { RECORD_VERSION } from './record.ts'
import type { Store } from '../stores/store.ts'

/** Places of targets in a plan, counted over all its requests: from one up to, not including, another. */
export type TargetRange = readonly [from: number, to: number]

/**
 * Which targets of a plan were accepted by a run that was killed before it had sent the rest. Only while the rest is unsent: a run
 * that sent all forgets it, so that after a failed verification everything is sent anew.
 */
export interface AcceptedTargets {
  add(deploy: string, accepted: AcceptedPart): Promise<void>
  /** What was accepted for this plan within the last hour; damage is nothing accepted. */
  read(deploy: string, plan: string): Promise<TargetRange[]>
  forget(deploy: string): Promise<void>
}

export interface AcceptedPart {
  /** See `planDigest`. */
  readonly plan: string
  readonly ranges: readonly TargetRange[]
}

export interface AcceptedTargetsOptions {
  readonly prefix: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly newId: () => string
}

/** After this time everything is sent anew: it costs little beside what may have happened. */
const GOOD_FOR_MS = 60 * 60 * 1000

const PART = 'accepted-'

/** True for the name below `records/` of a key that only this file reads. */
export function isAcceptedPart(name: string): boolean {
  return name.includes(`/${PART}`)
}

/** Makes the notes of accepted targets over a store, each a key of its deploy's record. */
export function createAcceptedTargets(
  store: Store,
  { prefix, now, newId }: AcceptedTargetsOptions,
): AcceptedTargets {
  const keysOf = (deploy: string): string => `${prefix}records/${deploy}/${PART}`

  return {
    async add(deploy, { plan, ranges }) {
      await store.put(
        keysOf(deploy) + newId(),
        serializeRecord({ deploy, at: now(), plan, ranges }),
      )
    },
    async read(deploy, plan) {
      const keys = await store.list(keysOf(deploy))
      const parts = await Promise.all(keys.map((key) => store.get(key)))
      const oldest = now() - GOOD_FOR_MS
      return parts.flatMap((bytes) => (bytes ? readRanges(bytes, plan, oldest) : []))
    },
    async forget(deploy) {
      for (const key of await store.list(keysOf(deploy))) await store.delete(key)
    },
  }
}

/** Names what a plan sends and against which builds: two plans with the same one may go on with each other's work. */
export function planDigest(plan: Plan): string {
  const { zone, environment, build, baseline, requests } = plan
  const text = JSON.stringify([zone, environment, build, baseline, requests])
  return `sha256-${hash('sha256', text, 'base64')}`
}

function readRanges(bytes: Uint8Array, plan: string, oldest: number): TargetRange[] {
  let fields: unknown
  try {
    fields = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return []
  }
  if (!isFields(fields) || fields['version'] !== RECORD_VERSION) return []
  const { plan: of, at, ranges } = fields
  if (of !== plan || typeof at !== 'number' || at < oldest || !Array.isArray(ranges)) return []
  return ranges.filter(isRange)
}

function isRange(value: unknown): value is TargetRange {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((place) => Number.isSafeInteger(place) && Number(place) >= 0)
  )
}
