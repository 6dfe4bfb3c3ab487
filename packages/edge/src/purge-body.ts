import type { ApiError } from './api-answer.ts'
import {
  isObject,
  readFile,
  readHost,
  readPrefix,
  readTag,
  type FileTarget,
  type ItemRules,
  type ReadItem,
} from './purge-items.ts'
import type { SiteUrl } from './site-url.ts'

/** What a body asks to purge or to invalidate. */
export type PurgeBody =
  | { readonly kind: 'everything' }
  | {
      readonly kind: 'items'
      readonly files: readonly FileTarget[]
      /** In lower case. */
      readonly tags: readonly string[]
      /** In lower case. */
      readonly hosts: readonly string[]
      /** Host and path; a host alone has the path `/`. */
      readonly prefixes: readonly SiteUrl[]
    }

/** What a body must keep to. */
export interface BodyRules extends ItemRules {
  readonly maxFiles: number
  readonly maxItems: number
  readonly mixedKeys: boolean
  readonly mixedFiles: boolean
}

/** Reads the body of a purge, or gives the error that the API answers with. */
export function parsePurgeBody(json: unknown, rules: BodyRules): PurgeBody | ApiError {
  if (!isObject(json)) return { code: 1012, message: `Request must contain one of ${FIELD_NAMES}.` }
  const fields = FIELDS.filter((field) => json[field] !== undefined)
  if (fields.length === 0)
    return { code: 1012, message: `Request must contain one of ${FIELD_NAMES}.` }
  if (fields.includes('purge_everything')) {
    if (fields.length > 1) {
      return { code: 1092, message: '"purge_everything" cannot be combined with other fields.' }
    }
    if (json['purge_everything'] !== true) {
      return { code: 1013, message: '"purge_everything" must be true.' }
    }
    return { kind: 'everything' }
  }

  const lists = new Map<string, readonly unknown[]>()
  for (const field of fields) {
    const list = json[field]
    if (!Array.isArray(list)) return { code: 1014, message: `"${field}" must be an array.` }
    lists.set(field, list)
  }
  const given = fields.filter((field) => (lists.get(field) ?? []).length > 0)
  if (given.length === 0)
    return { code: 1012, message: `Request must contain one of ${FIELD_NAMES}.` }
  const allowsMixture = given.includes('files') ? rules.mixedFiles : rules.mixedKeys
  if (given.length > 1 && !allowsMixture) {
    return { code: 1092, message: `${given.join(' and ')} cannot be combined in one request.` }
  }

  const files = readAll('files', lists, rules, readFile)
  if ('code' in files) return files
  const tags = readAll('tags', lists, rules, readTag)
  if ('code' in tags) return tags
  const hosts = readAll('hosts', lists, rules, readHost)
  if ('code' in hosts) return hosts
  const prefixes = readAll('prefixes', lists, rules, readPrefix)
  if ('code' in prefixes) return prefixes
  return {
    kind: 'items',
    files: files.values,
    tags: tags.values,
    hosts: hosts.values,
    prefixes: prefixes.values,
  }
}

const FIELDS = ['purge_everything', 'files', 'tags', 'hosts', 'prefixes'] as const
const FIELD_NAMES = FIELDS.map((field) => `"${field}"`).join(', ')

const TOO_MANY: ReadonlyMap<string, number> = new Map([
  ['files', 1094],
  ['tags', 1101],
  ['hosts', 1111],
  ['prefixes', 1094],
])

function readAll<T>(
  field: string,
  lists: ReadonlyMap<string, readonly unknown[]>,
  rules: BodyRules,
  read: ReadItem<T>,
): { readonly values: readonly T[] } | ApiError {
  const list = lists.get(field) ?? []
  const max = field === 'files' ? rules.maxFiles : rules.maxItems
  if (list.length > max) {
    const code = TOO_MANY.get(field) ?? 1094
    return { code, message: `"${field}" holds ${list.length} items; at most ${max} are allowed.` }
  }
  const values: T[] = []
  for (const [index, item] of list.entries()) {
    const result = read(item, rules)
    if ('code' in result) return { ...result, source: { pointer: `/${field}/${index}` } }
    values.push(result.value)
  }
  return { values }
}
