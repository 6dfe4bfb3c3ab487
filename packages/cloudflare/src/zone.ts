import { PurgeError } from '@cdn-purge/core'
import type { CloudflareClient } from './client.ts'
import { closest } from './closest.ts'
import { isPlan } from './limits.ts'
import type { Zone } from './listings.ts'
import { lookUp, type LookUpOptions } from './look-up.ts'
import type { Target } from './target.ts'
import { quoted, quotedList } from './text.ts'

const GIVE_THE_ID = 'Or give the id of the zone instead of its name: then nothing is looked up.'

/**
 * Finds a zone. What has a dot is a name, which is looked up; anything else is an id, which is used as it is, so that a
 * token without the "Zone Read" permission can purge.
 *
 * @throws {PurgeError} `unknown-zone` for a name that no zone has, or two; else what the lookup failed with.
 */
export async function resolveZone(
  client: Pick<CloudflareClient, 'zones'>,
  zone: string,
  options: LookUpOptions,
): Promise<Target['zone']> {
  if (!zone.includes('.')) {
    if (/^[\w-]{1,32}$/.test(zone)) return { id: zone }
    throw new PurgeError('unknown-zone', `The zone is ${quoted(zone)}, neither a name nor an id.`, {
      hint: 'Give the name of the zone, like "example.com", or its id from the dashboard.',
    })
  }
  const name = zone.toLowerCase().replace(/\.$/, '')
  const found = await lookUp(() => client.zones.list({ name }, options), GIVE_THE_ID)
  const [first, ...others] = found.filter((candidate) => candidate.name === name)
  if (first === undefined) throw await noSuchZone(client, name, options)
  if (others.length > 0) throw severalZones(name, [first, ...others])
  const plan = first.plan?.legacy_id
  return { id: first.id, name, ...(isPlan(plan) ? { plan } : {}) }
}

async function noSuchZone(
  client: Pick<CloudflareClient, 'zones'>,
  name: string,
  options: LookUpOptions,
): Promise<PurgeError> {
  const all = await lookUp(() => client.zones.list({}, options), GIVE_THE_ID)
  const names = all.map((zone) => zone.name)
  const meant = closest(name, names)
  return new PurgeError(
    'unknown-zone',
    names.length === 0
      ? `There is no zone "${name}": the credentials see no zone at all.`
      : `There is no zone "${name}": the credentials see ${quotedList(names)}.`,
    {
      hint:
        meant === undefined
          ? `Check the name, and that the token has the "Zone Read" permission for it. ${GIVE_THE_ID}`
          : `Did you mean ${quoted(meant)}?`,
      details: { zones: names },
    },
  )
}

function severalZones(name: string, zones: readonly Zone[]): PurgeError {
  const ids = zones.map(({ id }) => id)
  return new PurgeError(
    'unknown-zone',
    `There are ${ids.length} zones "${name}", with the ids ${quotedList(ids)}.`,
    { hint: 'Give the id of the one that is meant.', details: { ids } },
  )
}
