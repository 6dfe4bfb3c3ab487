import { isFields } from '@cdn-purge/core'
import { createMatcher } from './create-matcher.ts'

/**
 * What one tag of a purge may be.
 *
 * @see https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags/
 */
const TAG = /^[!-~]{1,1024}$/

/** Gives the function that lists the tags of a path, each once, undefined where there are none. `problem` hears of all that is wrong. */
export function resolveTags(
  value: unknown,
  problem: (text: string) => undefined,
): ((path: string) => readonly string[]) | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'function') {
    return (path) => {
      const tags: unknown = value(path)
      // What is no tag would be refused with all that goes in the same request.
      return Array.isArray(tags) ? [...new Set(tags.filter(isTag))] : []
    }
  }
  if (!isFields(value)) {
    return problem('`tags` must be an object, `{ tag: globs }`, or a function of a path.')
  }
  const matchers = Object.entries(value).map(([tag, globs]) => {
    if (!isTag(tag))
      problem(
        `\`tags\` has ${JSON.stringify(tag)}, but a tag is printable ASCII without spaces or commas.`,
      )
    return { tag, matches: createMatcher(`tags.${tag}`, globs, problem) }
  })
  return (path) => matchers.filter(({ matches }) => matches(path)).map(({ tag }) => tag)
}

function isTag(tag: unknown): tag is string {
  return typeof tag === 'string' && TAG.test(tag) && !tag.includes(',')
}
