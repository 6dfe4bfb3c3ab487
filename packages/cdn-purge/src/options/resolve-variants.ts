import { isFields, type Variants } from '@cdn-purge/core'
import { createMatcher } from './create-matcher.ts'

/** Gives what is cached apart, undefined where nothing is. `problem` hears of all that is wrong. */
export function resolveVariants(
  value: unknown,
  problem: (text: string) => undefined,
): Variants | undefined {
  if (value === undefined) return undefined
  const like = '`{ query?, headers? }`'
  if (!isFields(value)) return problem(`\`variants\` must be ${like}.`)
  for (const name of Object.keys(value)) {
    if (name !== 'query' && name !== 'headers')
      problem(`\`variants.${name}\` is unknown; it takes ${like}.`)
  }
  const { query = 'exact' } = value
  const hasQueries = resolveQuery(query, problem)
  const list = value['headers'] ?? []
  if (!Array.isArray(list)) {
    return problem('`variants.headers` must be a list of `{ headers, paths? }`.')
  }
  const headers = list.flatMap((entry: unknown, index) => {
    const place = `variants.headers[${index}]`
    if (!isFields(entry) || !isHeaders(entry['headers'])) {
      problem(`\`${place}\` must be \`{ headers: { name: "value" }, paths? }\`.`)
      return []
    }
    const { headers: names, paths = '**' } = entry
    return [{ headers: { ...names }, isFor: createMatcher(`${place}.paths`, paths, problem) }]
  })
  return query === 'exact' && headers.length === 0 ? undefined : { hasQueries, headers }
}

function resolveQuery(
  value: unknown,
  problem: (text: string) => undefined,
): (path: string) => boolean {
  if (value === 'exact') return () => false
  if (value === 'any') return () => true
  if (isFields(value) && Object.keys(value).every((name) => name === 'any')) {
    return createMatcher('variants.query.any', value['any'], problem)
  }
  problem('`variants.query` must be "exact", "any" or `{ any: globs }`.')
  return () => false
}

function isHeaders(value: unknown): value is Readonly<Record<string, string>> {
  return (
    isFields(value) &&
    Object.keys(value).length > 0 &&
    Object.values(value).every((header) => typeof header === 'string')
  )
}
