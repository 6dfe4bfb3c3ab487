import { MAX_PATTERN, isExact, namesCapture, pathOfPattern } from './pattern-path.ts'
import { digestRule } from './digest-rule.ts'
import { linesOf } from './lines-of.ts'
import type { ParsedRules, RedirectRule } from './rules.ts'

/**
 * Reads a `_redirects` file as Cloudflare Pages and Netlify do.
 *
 * @see https://developers.cloudflare.com/pages/configuration/redirects/
 * @see https://docs.netlify.com/manage/routing/redirects/redirect-options/
 */
export function parseRedirects(text: string): ParsedRules<RedirectRule> {
  const rules: RedirectRule[] = []
  const unread: number[] = []
  for (const { line, text: said } of linesOf(text)) {
    const rule = parseLine(said)
    if (rule) rules.push(rule)
    else unread.push(line)
  }
  return { rules, unread }
}

/** `from [query …] [to] [status[!]] [condition …] [# comment]` */
function parseLine(line: string): RedirectRule | undefined {
  const all = line.split(/\s+/)
  const comment = all.findIndex((word) => word.startsWith('#'))
  const [first = '', ...words] = comment < 0 ? all : all.slice(0, comment)
  const from = /^(?:\/|https?:\/\/)/i.test(first) ? first : `/${first}`
  if (!pathOfPattern(from) || words.length === 0) return undefined
  const parts = partWords(from, words)
  if (!parts || parts.to.length > MAX_PATTERN) return undefined
  const { query, to, status, conditions } = parts
  const [, code, force = ''] = /^(\d{3})(!?)$/.exec(status ?? '301') ?? []
  if (code === undefined || Number(code) < 100 || Number(code) > 599) return undefined
  if (query.some(isNoPair) || conditions.some(isNoPair)) return undefined
  const isOwn = to.startsWith('/')
  const isNetlifys =
    !from.startsWith('/') ||
    query.length > 0 ||
    conditions.length > 0 ||
    force !== '' ||
    (status !== undefined && !CLOUDFLARE_CODES.has(code)) ||
    (code === '200' && !isOwn) ||
    isLoop(from, to)
  const does = [to, status?.replace('!', '') ?? '', ...query, '', ...conditions]
  return {
    from,
    does: digestRule(does, namesCapture(does.join(' '), from) ? from : undefined),
    ...(code === '200' && isOwn && { to }),
    ...(force !== '' && { force: true as const }),
    ...(query.length > 0
      ? { when: 'query' as const }
      : conditions.length > 0 && { when: 'visitor' as const }),
    ...(isNetlifys && { netlify: true as const }),
  }
}

interface Words {
  readonly query: readonly string[]
  readonly to: string
  readonly status: string | undefined
  readonly conditions: readonly string[]
}

function partWords(from: string, words: readonly string[]): Words | undefined {
  const [first = ''] = words
  // Without a target it passes on to the same path.
  if (/^2\d\d!?$/.test(first) && from.endsWith('/*')) {
    const to = from.replace(/^https?:\/\/[^/]+/i, '').replace(/\*$/, ':splat')
    return { query: [], to, status: first, conditions: words.slice(1) }
  }
  const at = words.findIndex((word) => /^(?:\/|https?:\/\/)/i.test(word))
  const to = words[at]
  if (to === undefined) return undefined
  const [status, ...conditions] = words.slice(at + 1)
  return { query: words.slice(0, at), to, status, conditions }
}

/** @see https://developers.cloudflare.com/pages/configuration/redirects/#redirect-options */
const CLOUDFLARE_CODES: ReadonlySet<string> = new Set(['200', '301', '302', '303', '307', '308'])

/** Cloudflare answers `/index.html` with a redirect to its folder, so it drops what would come back to itself. */
function isLoop(from: string, to: string): boolean {
  if (!/^\/(?:.*\/)?index(?:\.html)?$/.test(to)) return false
  return from.endsWith('/*') || (isExact(from) && from.endsWith('/'))
}

function isNoPair(word: string): boolean {
  return !/^[^=]+=/.test(word)
}
