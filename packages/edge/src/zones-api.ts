import { refusal, success, type ApiAnswer } from './api-answer.ts'
import type { Environment } from './environments.ts'
import type { Unknowns } from './unknowns.ts'
import type { Zone } from './zones.ts'

/** Lists the zones, only those of a name if one is given, page by page. */
export function listZones(zones: readonly Zone[], query: URLSearchParams): ApiAnswer {
  const name = query.get('name')?.toLowerCase()
  const page = positive(query.get('page'), 1)
  const perPage = positive(query.get('per_page'), 20)
  const found = zones.filter((zone) => name === undefined || zone.name === name)
  const shown = found.slice((page - 1) * perPage, page * perPage)
  return success(shown.map(describeZone), {
    page,
    per_page: perPage,
    count: shown.length,
    total_count: found.length,
    total_pages: Math.ceil(found.length / perPage),
  })
}

/** Describes one zone. */
export function getZone(zone: Zone): ApiAnswer {
  return success(describeZone(zone))
}

/** Lists the environments of a zone, Production first. */
export function listEnvironments(
  zone: Zone,
  environments: readonly Environment[],
  { unversionedListing }: Pick<Unknowns, 'unversionedListing'>,
): ApiAnswer {
  if (environments.length > 1) {
    const described = environments.map((environment, index) => ({
      name: environment.name,
      ref: environment.ref,
      version: 0,
      expression: expressionOf(zone, environment),
      locked_on_deployment: false,
      position: positionAt(environments, index),
    }))
    return success({ environments: described })
  }
  switch (unversionedListing) {
    case 'empty':
      return success({ environments: [] })
    case 'null':
      return success(null)
    case 'error':
      return refusal(403, { code: 10_001, message: 'Not available for this zone.' })
    default: {
      const never: never = unversionedListing
      return never
    }
  }
}

function describeZone(zone: Zone): unknown {
  const planName = `${zone.plan.slice(0, 1).toUpperCase()}${zone.plan.slice(1)}`
  return {
    id: zone.id,
    name: zone.name,
    status: 'active',
    paused: false,
    type: 'full',
    development_mode: 0,
    plan: { id: zone.plan, name: planName, legacy_id: zone.plan },
  }
}

function expressionOf(zone: Zone, { select }: Environment): string {
  const inZone = `cf.zone.name eq "${zone.name}"`
  switch (select.by) {
    case 'nothing':
      return `(${inZone})`
    case 'address':
      return `(${inZone} and cf.edge.server_ip in {127.0.0.1})`
    case 'cookie':
      return `(${inZone} and http.cookie contains "${select.cookie}")`
    case 'host':
      return `(${inZone} and http.host eq "${select.host}")`
    default: {
      const never: never = select
      return never
    }
  }
}

function positionAt(
  environments: readonly Environment[],
  index: number,
): { readonly before?: string; readonly after?: string } {
  const before = environments[index + 1]?.ref
  const after = environments[index - 1]?.ref
  return {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }
}

function positive(text: string | null, fallback: number): number {
  const value = Number.parseInt(text ?? '', 10)
  return value > 0 ? value : fallback
}
