import { PurgeError, type Note, didYouMean } from '@cdn-purge/core'
import type { CloudflareClient } from './client.ts'
import type { ZoneEnvironment } from './listings.ts'
import { lookUp, type LookUpOptions } from './look-up.ts'
import type { Target, TargetEnvironment } from './target.ts'
import { quoted, quotedList } from './text.ts'
import { resolveZone } from './zone.ts'

const GIVE_THE_REF =
  'Or give the id (`ref`) of the environment instead of its name: then nothing is looked up.'

/**
 * Finds where purges go, and never guesses: a name of no environment, or of two, and a lookup that fails, throw.
 *
 * - No environment, or the name "Production" in any case: the zone endpoint, without a lookup.
 * - 20 to 32 lower-case hexadecimal digits: the `ref` of an environment, without a lookup. So Production's own `ref`
 *   is not noticed when it is given in this way; what the API answers to it is not documented.
 * - Anything else: a name in any case, or a `ref` of another form, looked up. Production's `ref` is noticed here.
 *
 * @throws {PurgeError} `unknown-zone`, `unknown-environment`; else what the lookup failed with.
 * @see https://developers.cloudflare.com/version-management/
 */
export async function resolveTarget(
  client: Pick<CloudflareClient, 'zones'>,
  wanted: { readonly zone: string; readonly environment?: string | undefined },
  options: LookUpOptions = {},
): Promise<Target> {
  const zone = await resolveZone(client, wanted.zone, options)
  const environment =
    wanted.environment === undefined || isProduction(wanted.environment)
      ? PRODUCTION
      : await resolveEnvironment(client, zone, wanted.environment, options)
  return { zone, environment, notes: notesOn(zone, environment) }
}

const PRODUCTION: TargetEnvironment = { kind: 'production' }

async function resolveEnvironment(
  client: Pick<CloudflareClient, 'zones'>,
  zone: Target['zone'],
  wanted: string,
  options: LookUpOptions,
): Promise<TargetEnvironment> {
  if (/^[0-9a-f]{20,32}$/.test(wanted)) return { kind: 'environment', id: wanted }
  const { environments } = await lookUp(
    () => client.zones.environments.list({ zone_id: zone.id }, options),
    GIVE_THE_REF,
  )
  const matches = environments.filter(({ name, ref }) => ref === wanted || sameName(name, wanted))
  const [found, ...others] = matches
  if (found === undefined) throw noSuchEnvironment(zone, wanted, environments)
  if (others.length > 0) throw severalEnvironments(zone, wanted, matches)
  if (isProduction(found.name)) return PRODUCTION
  const { name, ref, expression } = found
  return { kind: 'environment', id: ref, name, ...(expression === undefined ? {} : { expression }) }
}

function isProduction(name: string): boolean {
  return sameName(name, 'production')
}

function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}

function notesOn(zone: Target['zone'], environment: TargetEnvironment): Note[] {
  // Only Enterprise zones have environments.
  if (environment.kind !== 'production' || (zone.plan ?? 'enterprise') !== 'enterprise') return []
  return [
    {
      code: 'production-reaches-all',
      text: 'Purging Production goes to the whole zone: it reaches every other environment of the zone too.',
    },
  ]
}

function noSuchEnvironment(
  zone: Target['zone'],
  wanted: string,
  environments: readonly ZoneEnvironment[],
): PurgeError {
  const names = environments.map(({ name }) => name)
  const where = zone.name ?? zone.id
  const details = { environments: names }
  if (names.length === 0) {
    return new PurgeError(
      'unknown-environment',
      `\`cloudflare.environment\` is ${quoted(wanted)}, but zone ${where} has no environments.`,
      {
        hint: 'Environments belong to Version Management, on Enterprise zones. Leave the option out to purge the whole zone.',
        details,
      },
    )
  }
  const meant = didYouMean(wanted, names)
  return new PurgeError(
    'unknown-environment',
    `\`cloudflare.environment\` is ${quoted(wanted)}, but zone ${where} has ${quotedList(names)}.`,
    {
      hint: meant === undefined ? 'Give one of these names.' : `Did you mean ${quoted(meant)}?`,
      details,
    },
  )
}

function severalEnvironments(
  zone: Target['zone'],
  wanted: string,
  matches: readonly ZoneEnvironment[],
): PurgeError {
  const listed = matches.map(({ name, ref }) => `${name} (${ref})`)
  return new PurgeError(
    'unknown-environment',
    `\`cloudflare.environment\` is ${quoted(wanted)}, but zone ${zone.name ?? zone.id} has ${
      matches.length
    } of this name: ${quotedList(listed)}.`,
    { hint: 'Give the id (`ref`) of the one that is meant.', details: { environments: listed } },
  )
}
