import { refusal, success, unroutable, type ApiAnswer } from './api-answer.ts'
import { DEFAULT_KEY_RULES } from './cache-key.ts'
import type { ResolvedRules } from './cache-rules.ts'
import type { Cache } from './cache.ts'
import { idOf, PRODUCTION, type Environment, type Environments } from './environments.ts'
import { MAX_FILES_ENTERPRISE, MAX_ITEMS, PLAN_LIMITS } from './plan-limits.ts'
import { parsePurgeBody, type PurgeBody } from './purge-body.ts'
import { purgeSelector } from './purge-selector.ts'
import type { RateLimits } from './rate-limits.ts'
import type { Unknowns } from './unknowns.ts'
import { zoneOf, type Zone } from './zones.ts'

/** One call of a purge or invalidate endpoint. */
export interface PurgeCall {
  readonly action: 'purge' | 'invalidate'
  readonly zone: Zone
  /** Nothing at the zone endpoint. */
  readonly ref: string | undefined
  /** The parsed body. */
  readonly json: unknown
  readonly path: string
  /** Whether to answer as if it were done without doing it. */
  readonly pretend: boolean
}

/** What the purge API works with. */
export interface PurgeSide {
  readonly zones: readonly Zone[]
  readonly environments: Environments
  /** By the name of the environment. */
  readonly caches: ReadonlyMap<string, Cache>
  /** By zone id. */
  readonly rules: ReadonlyMap<string, ResolvedRules>
  readonly unknowns: Unknowns
  readonly rateLimits: RateLimits
  readonly clock: () => number
}

/** Does one purge or invalidation, and gives the answer. */
export function purge(call: PurgeCall, side: PurgeSide): ApiAnswer {
  const { zone } = call
  const targets = targetsOf(call, side)
  if ('body' in targets) return targets
  const rules = side.rules.get(zone.id)
  const isInZone = (host: string): boolean => zoneOf(side.zones, host) === zone

  const body = parsePurgeBody(call.json, {
    ...limitsOf(call, side.unknowns),
    mixedKeys: side.unknowns.mixedKeys,
    mixedFiles: side.unknowns.mixedFiles,
    normalizeUrls: rules?.normalizeUrls ?? true,
    isInZone,
  })
  if ('code' in body) return refusal(400, body)

  const refusing = refusesUrls(body, call, targets, side.unknowns)
  if (refusing !== undefined) {
    return refusal(400, {
      code: 1136,
      message: `Environment "${refusing}" selects its traffic in a way that does not allow purging by URL.`,
    })
  }

  const rate = side.rateLimits.take(zone.plan, spent(body))
  const headers = side.unknowns.rateLimitHeaders ? rate.headers : {}
  if (!rate.allowed) {
    const { rateLimitStatus } = side.unknowns
    const message = 'Rate limit reached. Please consider reducing your request rate.'
    return { ...refusal(rateLimitStatus, { code: 1134, message }), headers }
  }

  const selector = purgeSelector(body, {
    isInZone,
    keyRules: rules === undefined || rules.matchOnlyGet ? DEFAULT_KEY_RULES : rules,
    unknowns: side.unknowns,
  })
  for (const { name } of call.pretend ? [] : targets) {
    const cache = side.caches.get(name)
    if (call.action === 'purge') cache?.purge(selector)
    else cache?.invalidate(selector, side.clock())
  }
  return { ...success({ id: idOf(`${call.path} ${side.clock()}`) }), headers }
}

/** The environments that a call reaches: all at the zone endpoint, else the one with the ref. */
function targetsOf(call: PurgeCall, side: PurgeSide): readonly Environment[] | ApiAnswer {
  const { environments, unknowns } = side
  if (call.ref === undefined) return environments
  const environment = environments.find(({ ref }) => ref === call.ref)
  if (environment?.name === PRODUCTION) {
    if (unknowns.productionRef === 'refuse') return unroutable(call.path)
    return unknowns.productionRef === 'zone' ? environments : [environment]
  }
  if (environment !== undefined) return [environment]
  return unknowns.unknownEnvironment === 'forbidden'
    ? refusal(403, { code: 10_000, message: 'Authentication error.' })
    : unroutable(call.path)
}

function limitsOf(
  { zone, ref }: PurgeCall,
  { maxItems }: Unknowns,
): { readonly maxFiles: number; readonly maxItems: number } {
  const most = ref === undefined ? PLAN_LIMITS[zone.plan].maxFiles : MAX_FILES_ENTERPRISE
  return { maxFiles: most > MAX_ITEMS ? most : Math.min(most, maxItems), maxItems }
}

function refusesUrls(
  body: PurgeBody,
  call: PurgeCall,
  targets: readonly Environment[],
  { refuseUrlsOn }: Unknowns,
): string | undefined {
  if (call.ref === undefined || body.kind === 'everything' || body.files.length === 0)
    return undefined
  return targets.find(({ name }) => refuseUrlsOn.includes(name))?.name
}

function spent(body: PurgeBody): { readonly files: number; readonly keys: boolean } {
  if (body.kind === 'everything') return { files: 0, keys: true }
  const keys = body.tags.length + body.hosts.length + body.prefixes.length > 0
  return { files: body.files.length, keys }
}
