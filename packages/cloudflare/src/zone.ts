import { PurgeError, didYouMean } from '@cdn-purge/core'
import type { CloudflareClient } from './client.ts'
import { isPlan, type CloudflarePlan } from './limits.ts'
import type { Zone } from './listings.ts'
import { lookUp, type LookUpOptions } from './look-up.ts'
import type { Target } from './target.ts'
import { quoted, quotedList } from './text.ts'

const GIVE_THE_ID = 'Or give the id of the zone instead of its name: then nothing is looked up.'

/**
 * Finds a zone. 20 to 32 lower-case hexadecimal digits are an id, used as it is, so that a token without the "Zone Read"
 * permission can purge; anything else is a name in any case, or an id of another form, and is looked up.
 *
 * @throws {PurgeError} `unknown-zone` for a name that no zone has, or two; else what the lookup failed with.
 */
export async function resolveZone(
  client: Pick<CloudflareClient, 'zones'>,
  wanted: string,
  options: LookUpOptions,
): Promise<Target['zone']> {
  if (/^[0-9a-f]{20,32}$/.test(wanted)) return { id: wanted }
  if (wanted.trim() === '') {
    throw new PurgeError('unknown-zone', 'The zone is empty.', {
      hint: 'Give the name of the zone, like "example.com", or its id.',
    })
  }
  const name = wanted.trim().toLowerCase().replace(/\.$/, '')
  const isMeant = (zone: Zone): boolean => zone.name.toLowerCase() === name || zone.id === wanted
  const named = await lookUp(() => client.zones.list({ name }, options), GIVE_THE_ID)
  let found = named.filter(isMeant)
  if (found.length === 0) {
    const all = await lookUp(() => client.zones.list({}, options), GIVE_THE_ID)
    found = all.filter(isMeant)
    if (found.length === 0) throw noSuchZone(wanted, all)
  }
  const [first, ...others] = found
  if (first === undefined || others.length > 0) throw severalZones(wanted, found)
  const plan = first.plan?.legacy_id
  return { id: first.id, name: first.name, ...(isPlan(plan) ? { plan } : {}) }
}

/**
 * Asks which plan a zone has, where it was not looked up by its name. Undefined where the token may not know, or the answer is none of
 * the known plans: that is no failure, as there is a safe plan to take in its place.
 */
export async function readZonePlan(
  client: Pick<CloudflareClient, 'zones'>,
  zone: Target['zone'],
  options: LookUpOptions = {},
): Promise<CloudflarePlan | undefined> {
  if (zone.plan !== undefined) return zone.plan
  try {
    const found = await client.zones.get({ zone_id: zone.id }, { ...options, maxRetries: 0 })
    const plan = found.plan?.legacy_id
    return isPlan(plan) ? plan : undefined
  } catch (error) {
    if (!(error instanceof PurgeError) || error.code === 'interrupted') throw error
    return undefined
  }
}

function noSuchZone(wanted: string, all: readonly Zone[]): PurgeError {
  const names = all.map(({ name }) => name)
  const meant = didYouMean(wanted, names)
  const seen = names.length === 0 ? 'no zone at all' : quotedList(names)
  return new PurgeError(
    'unknown-zone',
    `There is no zone ${quoted(wanted)}: the credentials see ${seen}.`,
    {
      hint:
        meant === undefined
          ? `Check the name, and that the token has the "Zone Read" permission for it. ${GIVE_THE_ID}`
          : `Did you mean ${quoted(meant)}?`,
      details: { zones: names },
    },
  )
}

function severalZones(wanted: string, zones: readonly Zone[]): PurgeError {
  const ids = zones.map(({ id }) => id)
  return new PurgeError(
    'unknown-zone',
    `There are ${ids.length} zones ${quoted(wanted)}, with the ids ${quotedList(ids)}.`,
    { hint: 'Give the id of the one that is meant.', details: { ids } },
  )
}
