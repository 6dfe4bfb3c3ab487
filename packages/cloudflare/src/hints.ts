import type { Permission } from './request.ts'

/** What an answer said, as far as a hint depends on it. */
export interface Refusal {
  readonly status: number
  /** With those of the error chain. */
  readonly codes: readonly number[]
  readonly permission: Permission
}

const BAD_TOKEN =
  'The API token is badly formed. Copy it again, whole and without spaces; a Global API Key belongs in `CLOUDFLARE_API_KEY` with `CLOUDFLARE_EMAIL`.'
const BAD_KEY =
  'The Global API Key is badly formed. If it is an API token, put it in `CLOUDFLARE_API_TOKEN` and unset `CLOUDFLARE_API_KEY` and `CLOUDFLARE_EMAIL`.'
const NO_SUCH_ID = 'Check the ids of the zone and of the environment: an id is not a name.'
const SLOW_DOWN =
  'Wait a minute and send it again. The limit is shared by every zone of the account on the same plan, and by the dashboard.'
const SMALLER = 'Send fewer items in one request.'
const BUG = 'The request was built wrongly: report it to the authors of this package.'

/**
 * What to do about each code; where an answer has several, the first one of this list that it has.
 *
 * @see https://developers.cloudflare.com/api/resources/cache/methods/purge/
 */
const HINTS: ReadonlyMap<number, string> = new Map([
  [6103, BAD_KEY],
  [6111, BAD_TOKEN],
  [6003, BAD_TOKEN],
  [
    1136,
    'This environment selects its requests by IP address, country, ASN or threat score, and so takes no URLs. Send prefixes, hosts or tags.',
  ],
  [1134, SLOW_DOWN],
  [1083, SLOW_DOWN],
  [1102, SLOW_DOWN],
  [1113, SLOW_DOWN],
  [1094, SMALLER],
  [1101, SMALLER],
  [1111, SMALLER],
  [1082, 'A URL is not of this zone. Send the URLs of each zone to that zone.'],
  [1015, 'A URL cannot be purged. Leave it out, or purge it by its prefix.'],
  [1084, 'A URL cannot be purged. Leave it out, or purge it by its prefix.'],
  [
    1016,
    'None of the URLs could be purged. Check that they are of this zone, and send them again.',
  ],
  [1017, 'Some of the URLs could not be purged. All of them may be sent again.'],
  [1092, BUG],
  [1012, BUG],
  [1013, BUG],
  [1014, BUG],
  [1100, 'A tag is longer than 1,024 characters. Give it a shorter one.'],
  [1114, 'A host is longer than 200 characters.'],
  [1115, 'A host is not valid. Give the bare host name.'],
  [1107, 'This zone may not purge by tag. Purge by URL or prefix.'],
  [1112, 'This zone may not purge by host. Purge by URL or prefix.'],
  [1095, 'The credentials have no access to this zone, or its id is wrong. Check both.'],
  [1096, 'The zone is not active. Look at it in the dashboard.'],
  [1097, 'The zone is not active. Look at it in the dashboard.'],
  [1098, 'The zone is not active. Look at it in the dashboard.'],
  [7003, NO_SUCH_ID],
  [7000, NO_SUCH_ID],
  [
    10001,
    'Version Management is not available to this zone or this token. Give the id of the environment instead of its name.',
  ],
  [9106, 'The credentials were not accepted. Check that they are whole and still valid.'],
])

/** Says what to do about a refusal, where something is known to help. */
export function hintFor(refusal: Refusal): string | undefined {
  const known = [...HINTS.keys()].find((code) => refusal.codes.includes(code))
  if (known !== undefined) return HINTS.get(known)
  if (refusal.codes.some((code) => code === 10_000 || code === 9109)) return lacks(refusal)
  if (refusal.status === 401 || refusal.status === 403) return lacks(refusal)
  if (refusal.status === 404) return NO_SUCH_ID
  if (refusal.status === 429) return SLOW_DOWN
  if (refusal.status === 408 || refusal.status === 409 || refusal.status >= 500) {
    return 'The fault is on the side of the API. Send it again later: that is safe.'
  }
  return undefined
}

function lacks({ permission }: Refusal): string {
  return `Check that the token is valid, and give it the "${permission}" permission for this zone.`
}
