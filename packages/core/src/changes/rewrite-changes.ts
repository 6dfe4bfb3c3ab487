import type { Change } from './diff.ts'
import type { HostPaths } from '../rules/host-paths.ts'
import {
  decodePath,
  folderOf,
  isExact,
  namesCapture,
  pathOfPattern,
} from '../rules/pattern-path.ts'
import type { RedirectRule } from '../rules/rules.ts'

export interface RewriteChangesInput {
  readonly rules: readonly RedirectRule[]
  /** Paths of which all copies go. */
  readonly evicted: ReadonlySet<string>
  readonly urlsOf: (path: string) => readonly string[]
  readonly hostPaths: HostPaths
  /** Says that the URL is one of a path of either build. */
  readonly isOfPath: (url: string) => boolean
  /** The document that answers for unknown paths, which the plan looks after by itself. */
  readonly fallback: string | undefined
}

/** Lists the sources that are answered with the bytes of another path, where those changed. */
export function rewriteChanges(input: RewriteChangesInput): Change[] {
  if (!input.rules.some(({ to }) => to !== undefined)) return []
  const changes = new Map<string, Change>()
  for (const { from, to } of input.rules) {
    if (to === undefined || changes.has(from)) continue
    const hits = answeredWith({ from, to }, input.evicted)
    const [first] = hits
    if (first === undefined || (first === input.fallback && from === '/*')) continue
    const reason = `"${first}" changed, with which rule "${from}" answers`
    const about = { kind: 'redirect' as const, path: from, reason, fingerprinted: false }
    const sources = isExact(from)
      ? input.hostPaths.urlsOf(from)
      : isPassedOn(to, from)
        ? hits.flatMap((path) => sourcesOf(path, { from, to }, input))
        : undefined
    if (sources) {
      const urls = [...new Set(sources)].filter((url) => !input.isOfPath(url))
      if (urls.length > 0) changes.set(from, { ...about, urls })
      continue
    }
    const below = input.hostPaths.foldersOf(folderOf(from), pathOfPattern(from)?.host)
    if (below.length > 0) changes.set(from, { ...about, urls: [], below })
  }
  return [...changes.values()]
}

/** True where all that the one wildcard catches, at the end, is passed on at the end: `/a/* /b/:splat`. */
function isPassedOn(to: string, from: string): boolean {
  return isExact(from.slice(0, -1)) && from.endsWith('*') && /^[^:]*:splat$/.test(to)
}

/** Lists the URLs that a rule answers with this path, for one that passes on what it catches. */
function sourcesOf(
  path: string,
  { from, to }: { readonly from: string; readonly to: string },
  { urlsOf, hostPaths }: RewriteChangesInput,
): string[] {
  const folder = to.slice(0, -':splat'.length)
  return urlsOf(path).flatMap((url) =>
    hostPaths
      .placesOf(url)
      .encoded.filter((place) => place.startsWith(folder))
      .flatMap((place) => hostPaths.urlsOf(from.slice(0, -1) + place.slice(folder.length))),
  )
}

/** Lists those of the paths that a rule may answer with. */
function answeredWith(
  { from, to }: { readonly from: string; readonly to: string },
  evicted: ReadonlySet<string>,
): string[] {
  if (namesCapture(to, from)) {
    const folder = decodePath(folderOf(to))
    return [...evicted].filter((path) => `/${path}`.startsWith(folder))
  }
  const files = filesAt(decodePath(pathOfPattern(to)?.path ?? ''))
  return files.filter((path) => evicted.has(path))
}

/** Lists the files by which a host may answer for a path, decoded: `/a` is `a`, `a.html` or `a/index.html`. */
export function filesAt(place: string): string[] {
  const below = place.replace(/^\/+|\/+$/g, '')
  if (below === '') return ['index.html']
  return [below, `${below}.html`, `${below}/index.html`]
}
