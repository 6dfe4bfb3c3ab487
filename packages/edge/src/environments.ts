import { createHash } from 'node:crypto'
import { headerValue, type HeaderLines } from './header-lines.ts'
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

/** The name of the environment that every visit belongs to which no other one claims. */
export const PRODUCTION = 'Production'

/**
 * Lists the environments in the order of the API, Production first.
 *
 * @throws {Error} when two have one name or one ref.
 */
export function resolveEnvironments(options: readonly EnvironmentOptions[]): Environment[] {
  const others = options.map((option) => ({ ref: idOf(`environment ${option.name}`), ...option }))
  const production = others.find((environment) => environment.name === PRODUCTION)
  if (production !== undefined) {
    throw new Error('`environments` names "Production", which always exists. Leave it out.')
  }
  const all: Environment[] = [
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

/** Chooses the environment of a visit: the last one that claims it, so that a cookie on Staging's address means Development. */
export function selectEnvironment(
  environments: readonly Environment[],
  visit: { readonly address: string; readonly host: string; readonly headers: HeaderLines },
): Environment | undefined {
  return environments.findLast(({ name, select }) => {
    switch (select.by) {
      case 'nothing':
        return true
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
  })
}

/** Derives an id of 32 hexadecimal characters, the same for the same text. */
export function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

function hasCookie(headers: HeaderLines, cookie: string): boolean {
  return headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .some(([, value]) => value.split(';').some((part) => part.trim() === cookie))
}
