import type { Change } from '../changes/diff.ts'
import { PurgeError } from '../errors.ts'
import { isFields, isStrings, showVersion, type Fields } from '../json.ts'
import type { Plan, PlanStats } from './plan-format.ts'
import { isSite } from '../ledger/record-file.ts'

/** Gives the text of a plan file: JSON, indented by two, the same bytes for equal plans. */
export function serializePlan(plan: Plan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`
}

/**
 * Reads a plan that was reviewed, trusting nothing in it.
 *
 * @throws {PurgeError} `bad-plan`, naming the place in the file.
 */
export function parsePlan(text: string, source: string): Plan {
  const fail = (why: string, cause?: unknown): never => {
    throw new PurgeError('bad-plan', `Could not read the plan "${source}": ${why}.`, {
      hint: 'Nothing was purged. Make it again with `cdn-purge plan --out`.',
      cause,
    })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return fail('it is no JSON, or cut short', error)
  }
  if (!isFields(value)) return fail('it is no object')
  if (value['version'] !== 1) {
    return fail(`${showVersion(value)}, but this release reads 1`)
  }
  const wrong = findWrong(value)
  if (wrong) return fail(`\`${wrong}\` is missing or of the wrong kind`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field was just checked
  return value as unknown as Plan
}

/** Names the first place that is not as `Plan` says. */
function findWrong(plan: Fields): string | undefined {
  const { site, zone, environment, build, baseline, changes, requests, notes, stats } = plan
  if (!isSite(site)) return 'site'
  for (const [name, field] of Object.entries({ zone, environment, build })) {
    if (field !== undefined && typeof field !== 'string') return name
  }
  if (baseline !== undefined && !isStrings(baseline)) return 'baseline'
  return (
    findWrongItem('changes', changes, isChange) ??
    findWrongItem('requests', requests, isRequest) ??
    findWrongItem('notes', notes, isNote) ??
    (isFields(stats) && isStats(stats) ? undefined : 'stats')
  )
}

const STATS = [
  'added',
  'changed',
  'removed',
  'kept',
  'targets',
  'requests',
  'seconds',
  'purgedUnchangedUrls',
  'purgedUnchangedBytes',
  'invalidatedUnchangedUrls',
  'invalidatedUnchangedBytes',
] as const satisfies readonly (keyof PlanStats)[]

const OPTIONAL_STATS = ['headers', 'redirect'] as const satisfies readonly (keyof PlanStats)[]

function isStats(stats: Fields): boolean {
  return (
    STATS.every((name) => isCount(stats[name])) &&
    OPTIONAL_STATS.every((name) => stats[name] === undefined || isCount(stats[name]))
  )
}

function findWrongItem(
  name: string,
  items: unknown,
  isRight: (item: unknown) => boolean,
): string | undefined {
  if (!Array.isArray(items)) return name
  const index = items.findIndex((item) => !isRight(item))
  return index < 0 ? undefined : `${name}[${index}]`
}

function isChange(value: unknown): boolean {
  return (
    isFields(value) &&
    KINDS.some((kind) => kind === value['kind']) &&
    typeof value['path'] === 'string' &&
    typeof value['reason'] === 'string' &&
    typeof value['fingerprinted'] === 'boolean' &&
    isUrls(value['urls']) &&
    isUrls(value['below']) &&
    (value['headers'] === undefined || isStrings(value['headers']))
  )
}

const KINDS: readonly Change['kind'][] = ['added', 'changed', 'removed', 'headers', 'redirect']

function isUrls(value: unknown): boolean {
  return value === undefined || (isStrings(value) && value.every((url) => URL.canParse(url)))
}

function isRequest(value: unknown): boolean {
  if (!isFields(value) || typeof value['reason'] !== 'string') return false
  const { action, by, targets } = value
  if (action !== 'purge' && action !== 'invalidate') return false
  if (!Array.isArray(targets)) return false
  switch (by) {
    case 'files':
      return targets.length > 0 && targets.every(isFileTarget)
    case 'prefixes':
    case 'tags':
    case 'hosts':
      return targets.length > 0 && targets.every((target) => typeof target === 'string' && target)
    default:
      // `everything` is never part of a plan: only `run --everything` does it.
      return false
  }
}

function isFileTarget(value: unknown): boolean {
  if (typeof value === 'string') return URL.canParse(value)
  return (
    isFields(value) &&
    typeof value['url'] === 'string' &&
    URL.canParse(value['url']) &&
    isFields(value['headers']) &&
    Object.values(value['headers']).every((header) => typeof header === 'string')
  )
}

function isNote(value: unknown): boolean {
  return isFields(value) && typeof value['code'] === 'string' && typeof value['text'] === 'string'
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}
