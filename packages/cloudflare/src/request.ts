import { PurgeError, type PurgeAction } from '@cdn-purge/core'
import { MAX_ID_LENGTH, requestLimits, type CloudflarePlan } from './limits.ts'
import { PURGE_FIELDS, type PurgeField, type PurgeParams } from './params.ts'
import { TARGET_CHECKS } from './targets.ts'
import { count, quoted } from './text.ts'

/** What a permission is called where an API token is made. */
export type Permission = 'Cache Purge' | 'Zone Read' | 'Zone Versioning Read'

/** One request, before anything of it is sent. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST'
  /** Below the base URL: `/zones/0123abcd/purge_cache`. */
  readonly path: string
  readonly body?: Readonly<Record<string, unknown>>
  /** Completes "Could not …": `purge 12 files in zone "0123abcd"`. */
  readonly what: string
  readonly permission: Permission
  /** In bytes; a longer answer is not read. */
  readonly maxAnswerBytes: number
}

/** What a purge reaches: all of a zone, or one of its environments. */
export type PurgeScope =
  | { readonly kind: 'zone' }
  | { readonly kind: 'environment'; readonly id: string }

const MAX_PURGE_ANSWER_BYTES = 2 ** 20
const MAX_LISTING_BYTES = 16 * 2 ** 20
const MAX_PROBLEMS_SHOWN = 5

/**
 * Gives the request that purges or invalidates these targets.
 *
 * @throws {PurgeError} `bad-request` with every problem, for anything that Cloudflare would refuse or misunderstand.
 * @see https://developers.cloudflare.com/api/resources/cache/methods/purge_environment/
 */
export function purgeRequest(options: {
  readonly action: PurgeAction
  readonly scope: PurgeScope
  readonly params: PurgeParams
  readonly plan: CloudflarePlan
}): ApiRequest {
  const { action, scope, params, plan } = options
  if (typeof params !== 'object' || params === null) {
    throw new PurgeError('bad-request', `Could not ${action}: no parameters were given.`)
  }
  const { zone_id: zoneId, ...fields } = params
  // An undefined field is none, as JSON has it.
  const given = Object.entries<unknown>(fields).filter(([, value]) => value !== undefined)
  const problems = [
    ...idProblems('zone_id', zoneId),
    ...(scope.kind === 'environment' ? idProblems('environment_id', scope.id) : []),
    ...fieldProblems(given.map(([field]) => field)),
    ...given.flatMap(([field, value]) => valueProblems(field, value, plan, scope)),
  ]
  if (problems.length > 0) throw refused(action, problems)

  const zone = `/zones/${zoneId}`
  return {
    method: 'POST',
    path: `${scope.kind === 'zone' ? zone : `${zone}/environments/${scope.id}`}/${action}_cache`,
    body: Object.fromEntries(given),
    what: `${action} ${given.map(describe).join()} in ${
      scope.kind === 'zone' ? '' : `environment "${scope.id}" of `
    }zone "${zoneId}"`,
    permission: 'Cache Purge',
    maxAnswerBytes: MAX_PURGE_ANSWER_BYTES,
  }
}

/** Gives the request for one page of the zones, all of them or those of one name. */
export function zonesRequest(query: {
  readonly name: string | undefined
  /** From 1. */
  readonly page: number
}): ApiRequest {
  const { name, page } = query
  const search = new URLSearchParams({
    ...(name === undefined ? {} : { name }),
    page: String(page),
    per_page: '50',
  })
  return {
    method: 'GET',
    path: `/zones?${search.toString()}`,
    what: name === undefined ? 'list the zones' : `look up zone ${quoted(name)}`,
    permission: 'Zone Read',
    maxAnswerBytes: MAX_LISTING_BYTES,
  }
}

/**
 * Gives the request for one zone.
 *
 * @throws {PurgeError} `bad-request`
 */
export function zoneRequest(params: { readonly zone_id: string }): ApiRequest {
  const zoneId = params.zone_id
  const problems = idProblems('zone_id', zoneId)
  if (problems.length > 0) throw refused('look at the zone', problems)
  return {
    method: 'GET',
    path: `/zones/${zoneId}`,
    what: `look at zone "${zoneId}"`,
    permission: 'Zone Read',
    maxAnswerBytes: MAX_LISTING_BYTES,
  }
}

/**
 * Gives the request for the environments of a zone.
 *
 * @throws {PurgeError} `bad-request`
 */
export function environmentsRequest(params: { readonly zone_id: string }): ApiRequest {
  const zoneId = params.zone_id
  const problems = idProblems('zone_id', zoneId)
  if (problems.length > 0) throw refused('list the environments', problems)
  return {
    method: 'GET',
    path: `/zones/${zoneId}/environments`,
    what: `list the environments of zone "${zoneId}"`,
    permission: 'Zone Versioning Read',
    maxAnswerBytes: MAX_LISTING_BYTES,
  }
}

/** Says what is wrong with an id that will stand in a path. */
function idProblems(name: string, id: unknown): string[] {
  if (typeof id !== 'string') return [`\`${name}\` is no string.`]
  if (id === '') return [`\`${name}\` is empty.`]
  if (id.length > MAX_ID_LENGTH) {
    return [`\`${name}\` is ${id.length} characters long, more than the ${MAX_ID_LENGTH} of an id.`]
  }
  return /^[\w-]+$/.test(id) ? [] : [`\`${name}\` is ${quoted(id)}, which is no id.`]
}

function fieldProblems(fields: readonly string[]): string[] {
  const unknown = fields.filter((field) => !isField(field))
  const known = fields.filter(isField)
  const wanted = PURGE_FIELDS.map((field) => `\`${field}\``).join(', ')
  if (unknown.length > 0) {
    return unknown.map((field) => `\`${field}\` is none of ${wanted}.`)
  }
  if (known.length === 0) return [`The body has no targets; it needs one of ${wanted}.`]
  return known.length === 1
    ? []
    : [
        `The body mixes ${known.map((field) => `\`${field}\``).join(' and ')}; send one kind each time.`,
      ]
}

function valueProblems(
  field: string,
  value: unknown,
  plan: CloudflarePlan,
  scope: PurgeScope,
): string[] {
  if (!isField(field)) return []
  if (field === 'purge_everything') {
    return value === true ? [] : ['`purge_everything` can only be true.']
  }
  if (!Array.isArray(value)) return [`\`${field}\` is no array.`]
  const targets: readonly unknown[] = value
  if (targets.length === 0) return [`\`${field}\` is empty.`]
  const limits = requestLimits(plan, scope.kind)
  const limit = field === 'files' ? limits.maxUrls : limits.maxKeys
  if (targets.length > limit) {
    return [`\`${field}\` has ${targets.length} items, more than the ${limit} of one request.`]
  }
  const check = TARGET_CHECKS[field]
  const faults = targets.flatMap((target, index) => {
    const fault = check(target)
    return fault === undefined ? [] : [`\`${field}[${index}]\`, ${nameOf(target)}, ${fault}.`]
  })
  const mixed = new Set(targets.map((target) => typeof target)).size > 1
  return mixed && faults.length === 0
    ? [`\`${field}\` mixes URLs and objects; write every one as { url, headers }.`]
    : faults
}

function nameOf(target: unknown): string {
  // Of an object only the URL: header values may be secrets.
  return typeof target === 'object' && target !== null && 'url' in target
    ? quoted(target.url)
    : quoted(target)
}

function isField(field: string): field is PurgeField {
  return PURGE_FIELDS.some((known) => known === field)
}

const NOUNS: Readonly<Record<string, readonly [singular: string, plural: string]>> = {
  files: ['URL', 'URLs'],
  prefixes: ['prefix', 'prefixes'],
  tags: ['tag', 'tags'],
  hosts: ['host', 'hosts'],
}

function describe([field, value]: readonly [string, unknown]): string {
  const noun = NOUNS[field]
  return noun !== undefined && Array.isArray(value) ? count(value.length, ...noun) : 'everything'
}

function refused(what: string, problems: readonly string[]): PurgeError {
  const more = problems.length - MAX_PROBLEMS_SHOWN
  const listed = problems.slice(0, MAX_PROBLEMS_SHOWN)
  const rest = more > 0 ? [`And ${count(more, 'problem')} more.`] : []
  return new PurgeError('bad-request', [`Could not ${what}:`, ...listed, ...rest].join(' '), {
    hint: 'Nothing was sent.',
    details: { problems },
  })
}
