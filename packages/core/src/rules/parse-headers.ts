import { comparePaths } from '../manifest/asset.ts'
import { namesCapture, pathOfPattern } from './pattern-path.ts'
import { digestRule } from './digest-rule.ts'
import { linesOf } from './lines-of.ts'
import type { HeaderRule, ParsedRules } from './rules.ts'

interface Block {
  readonly for: string
  readonly line: number
  readonly set: Map<string, string[]>
  readonly unset: Set<string>
}

/**
 * Reads a `_headers` file as Cloudflare Pages and Netlify do.
 *
 * @see https://developers.cloudflare.com/pages/configuration/headers/
 * @see https://docs.netlify.com/manage/routing/headers/
 */
export function parseHeaders(text: string): ParsedRules<HeaderRule> {
  const blocks: Block[] = []
  const unread: number[] = []
  let block: Block | undefined
  for (const { line, text: said } of linesOf(text)) {
    if (/^(?:\/|[a-z][a-z\d+.-]*:\/\/)/i.test(said)) {
      const isPlace = !/^http:/i.test(said) && pathOfPattern(said) !== undefined
      block = isPlace ? { for: said, line, set: new Map(), unset: new Set() } : undefined
      if (block) blocks.push(block)
      else unread.push(line)
      continue
    }
    const colon = said.indexOf(':')
    const [, taken] = /^! ?([^\s:]+)$/.exec(said) ?? []
    const name = said.slice(0, colon).trim().toLowerCase()
    const value = said.slice(colon + 1).trim()
    if (!block) unread.push(line)
    else if (taken !== undefined) block.unset.add(taken.toLowerCase())
    else if (colon < 1 || value === '' || /\s/.test(name)) unread.push(line)
    else block.set.set(name, [...(block.set.get(name) ?? []), value])
  }
  const isEmpty = ({ set, unset }: Block) => set.size === 0 && unset.size === 0
  unread.push(...blocks.filter(isEmpty).map(({ line }) => line))
  return {
    rules: blocks.filter((each) => !isEmpty(each)).map(toRule),
    unread: unread.toSorted((a, b) => a - b),
  }
}

function toRule({ for: pattern, set, unset }: Block): HeaderRule {
  const digests = [...set].flatMap(([name, values]) =>
    values.map((written): [string, string] => {
      // A password is none of the answer, and of no use in a ledger.
      const value = name === 'basic-auth' ? '' : written
      return [name, digestRule([value], namesCapture(value, pattern) ? pattern : undefined)]
    }),
  )
  return {
    for: pattern,
    set: digests.toSorted(([a], [b]) => comparePaths(a, b)),
    unset: [...unset].toSorted(comparePaths),
  }
}
