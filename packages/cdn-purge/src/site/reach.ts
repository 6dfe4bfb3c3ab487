import type { Target } from '@cdn-purge/cloudflare'
import type { ResolvedOptions } from '../options/options.ts'

/**
 * Says why questions to the site do not reach the environment that is purged, or nothing where they do.
 * Answers of production would prove nothing about another environment. Without a `target` the API was not asked what selects it.
 */
export function unreachedEnvironment(
  options: ResolvedOptions,
  target?: Target,
): string | undefined {
  const environment = target?.environment ?? named(options.cloudflare.environment)
  if (environment.kind === 'production') return undefined
  const { access, origins } = options
  const headers = Object.keys(access.headers ?? {})
  if (access.address || access.cookie || headers.length > 0) return undefined
  const selected = origins.every(({ url }) =>
    environment.expression?.includes(`"${new URL(url).hostname}"`),
  )
  if (selected) return undefined
  const name = environment.name ?? environment.id
  return `how a request reaches the environment "${name}" is not known; name it with \`access\``
}

/** What is known of an environment without asking the API. */
function named(name: string | undefined): Target['environment'] {
  if (name === undefined || name.toLowerCase() === 'production') return { kind: 'production' }
  return { kind: 'environment', id: name, name }
}
