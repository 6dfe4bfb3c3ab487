import { idOf } from './environments.ts'
import type { Plan } from './plan-limits.ts'
import { hostName } from './site-url.ts'

/** One domain with its sub-domains. */
export interface Zone {
  readonly id: string
  /** A host is in the zone whose name it is or ends with: `example.com`. */
  readonly name: string
  readonly plan: Plan
}

/** A zone as configured. */
export interface ZoneOptions {
  readonly name: string
  /** @default derived from the name */
  readonly id?: string
  /** @default 'free' */
  readonly plan?: Plan
}

/**
 * Fills in what the options leave open, and checks that every site has its zone.
 *
 * @throws {Error} when a site is in none, or when two have one id.
 */
export function resolveZones(
  options: readonly ZoneOptions[] | undefined,
  hosts: readonly string[],
): Zone[] {
  const zones = (options ?? defaultZones(hosts)).map((option): Zone => ({
    id: idOf(`zone ${option.name}`),
    plan: 'free',
    ...option,
    name: option.name.toLowerCase(),
  }))
  const lost = hosts.find((host) => zoneOf(zones, host) === undefined)
  if (lost !== undefined) {
    const names = zones.map((zone) => zone.name).join(', ')
    throw new Error(`The site "${lost}" is in none of the \`zones\`: ${names}.`)
  }
  const ids = zones.map((zone) => zone.id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new Error(`\`zones\` holds the id "${twice}" twice.`)
  return zones
}

/** Finds the zone of a host: of those whose name it ends with, the one with the longest name. */
export function zoneOf(zones: readonly Zone[], host: string): Zone | undefined {
  return zones
    .filter((zone) => isInZone(host, zone.name))
    .toSorted((one, other) => other.name.length - one.name.length)[0]
}

function isInZone(host: string, zoneName: string): boolean {
  return host === zoneName || host.endsWith(`.${zoneName}`)
}

/**
 * Gives the smallest set of zones that holds every host, each named after one without its `www.`.
 */
export function defaultZones(hosts: readonly string[]): ZoneOptions[] {
  const names = [...new Set(hosts.map((host) => hostName(host).replace(/^www\./, '')))]
  return names
    .filter((name) => !names.some((other) => other !== name && isInZone(name, other)))
    .map((name) => ({ name }))
}
