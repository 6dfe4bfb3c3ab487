import { createHash } from 'node:crypto'
import type { HeaderLines } from './header-lines.ts'
import { hostName } from './site-url.ts'

/** How a visit ends up in an environment. */
export type EnvironmentSelect =
  /** By the address of the edge: the environment gets a port of its own. */
  | { readonly by: 'address'; readonly port?: number }
  /** By a cookie, on any address: `development=true`. */
  | { readonly by: 'cookie'; readonly cookie: string }
  /** By the host asked for, which must be one of the sites. */
  | { readonly by: 'host'; readonly host: string }

/** An environment besides Production, which always exists. */
export interface EnvironmentOptions {
  readonly name: string
  /** @default derived from the name */
  readonly ref?: string
  readonly select: EnvironmentSelect
}

/** An environment as it runs. */
export interface Environment {
  readonly name: string
  readonly ref: string
  readonly select: EnvironmentSelect | { readonly by: 'nothing' }
}

/** All environments in the order of the API, Production first. */
export type Environments = readonly [production: Environment, ...others: readonly Environment[]]

/** What a visit shows before it is answered. */
export interface Arrival {
  /** The name of the environment that the address belongs to. */
  readonly address: string
  /** In lower case, without port. */
  readonly host: string
  readonly headers: HeaderLines
}

/** The name of the environment that every visit belongs to which no other one claims. */
export const PRODUCTION = 'Production'

/**
 * Adds Production to the environments configured.
 *
 * @throws {Error} when two have one name or one ref.
 */
export function resolveEnvironments(options: readonly EnvironmentOptions[]): Environments {
  const others = options.map((option) => ({ ref: idOf(`environment ${option.name}`), ...option }))
  const production = others.find((environment) => environment.name === PRODUCTION)
  if (production !== undefined) {
    throw new Error('`environments` names "Production", which always exists. Leave it out.')
  }
  const all: Environments = [
    { name: PRODUCTION, ref: idOf('environment Production'), select: { by: 'nothing' } },
    ...others,
  ]
  for (const field of ['name', 'ref'] as const) {
    const values = all.map((environment) => environment[field])
    const twice = values.find((value, index) => values.indexOf(value) !== index)
    if (twice !== undefined)
      throw new Error(`\`environments\` holds the ${field} "${twice}" twice.`)
  }
  return all
}

/**
 * Chooses the environment of a visit: the last one that claims it, so that a cookie on Staging's
 * address means Development.
 */
export function selectEnvironment(environments: Environments, visit: Arrival): Environment {
  const [production, ...others] = environments
  return others.findLast((environment) => claims(environment, visit)) ?? production
}

/** Derives an id of 32 hexadecimal characters, the same for the same text. */
export function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

function claims({ name, select }: Environment, visit: Arrival): boolean {
  switch (select.by) {
    case 'nothing':
      return false
    case 'address':
      return visit.address === name
    case 'cookie':
      return hasCookie(visit.headers, select.cookie)
    case 'host':
      return hostName(select.host) === visit.host
    default: {
      const never: never = select
      return never
    }
  }
}

function hasCookie(headers: HeaderLines, cookie: string): boolean {
  return headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .some(([, value]) => value.split(';').some((part) => part.trim() === cookie))
}
