import { isFields, items } from './json.ts'

/** A zone, as far as this package asks about it. */
export interface Zone {
  readonly id: string
  readonly name: string
  readonly plan?: { readonly legacy_id: string }
}

/** One environment of a zone; `ref` is its id. */
export interface ZoneEnvironment {
  readonly name: string
  readonly ref: string
  /** Which requests it serves: `(cf.zone.name eq "example.com")`. */
  readonly expression?: string
}

/** A list that may go on. */
export interface ZonePage {
  readonly zones: readonly Zone[]
  readonly more: boolean
}

/** Reads one page of `GET /zones`, or gives undefined when it is not as documented. */
export function readZonePage(result: unknown, resultInfo: unknown): ZonePage | undefined {
  if (!Array.isArray(result)) return undefined
  const zones = result.map(readZone)
  const complete = zones.filter((zone) => zone !== undefined)
  if (complete.length < zones.length) return undefined
  const { page, total_pages: pages } = isFields(resultInfo) ? resultInfo : {}
  return { zones: complete, more: zones.length > 0 && Number(page) < Number(pages) }
}

/**
 * Reads `GET /zones/{zone_id}/environments`, or gives undefined when it is not as documented. A zone without
 * environments may answer null: that is an empty list.
 */
export function readEnvironments(result: unknown): readonly ZoneEnvironment[] | undefined {
  if (result === null) return []
  if (!isFields(result)) return undefined
  const listed = result['environments']
  if (listed !== null && listed !== undefined && !Array.isArray(listed)) return undefined
  const read = items(listed).map(readEnvironment)
  const complete = read.filter((environment) => environment !== undefined)
  return complete.length < read.length ? undefined : complete
}

/** Reads what stands for one zone, or gives undefined when it is not as documented. */
export function readZone(value: unknown): Zone | undefined {
  if (!isFields(value)) return undefined
  const { id, name, plan } = value
  if (typeof id !== 'string' || typeof name !== 'string') return undefined
  const legacyId = isFields(plan) ? plan['legacy_id'] : undefined
  return { id, name, ...(typeof legacyId === 'string' ? { plan: { legacy_id: legacyId } } : {}) }
}

function readEnvironment(value: unknown): ZoneEnvironment | undefined {
  if (!isFields(value)) return undefined
  const { name, ref, expression } = value
  if (typeof name !== 'string' || typeof ref !== 'string') return undefined
  return { name, ref, ...(typeof expression === 'string' ? { expression } : {}) }
}
